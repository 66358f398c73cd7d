"""Routes about code: branches, commits, and the files of a repository."""

from __future__ import annotations

import base64
import binascii

from github import code_shapes
from github.call import Call
from github.data import Commit, Repository
from github.errors import ApiError, not_found
from messages import Response, json_response


def branches(call: Call) -> Response:
    repo = call.repository()
    return call.page(code_shapes.branch(call.shapes, repo, name) for name in sorted(repo.branches))


def branch(call: Call) -> Response:
    repo, name = call.repository(), call.params["branch"]
    if name not in repo.branches:
        raise ApiError(404, "Branch not found")
    tip = repo.commits[repo.branches[name]]
    return json_response(
        {**code_shapes.branch(call.shapes, repo, name), "commit": code_shapes.commit(call.shapes, repo, tip)}
    )


def commits(call: Call) -> Response:
    repo, query = call.repository(), call.query
    history = repo.history(query.get("sha"))
    if not history:
        raise ApiError(409, "Git Repository is empty.") if not repo.commits else not_found()
    path = query.get("path")
    found = [
        one
        for one in history
        if query.get("author") in (None, "", one.author)
        and query.get("since", "") <= one.date <= query.get("until", "9999")
        and (not path or _touches(repo, one, path))
    ]
    return call.page(code_shapes.commit(call.shapes, repo, one) for one in found)


def commit(call: Call) -> Response:
    repo = call.repository()
    found = repo.commit_at(call.params["ref"])
    if found is None:
        raise ApiError(422, f"No commit found for SHA: {call.params['ref']}")
    shape = code_shapes.commit(call.shapes, repo, found)
    return json_response({**shape, "stats": {"total": 0, "additions": 0, "deletions": 0}, "files": []})


def compare(call: Call) -> Response:
    repo = call.repository()
    base, _, head = call.params["basehead"].partition("...")
    if repo.commit_at(base) is None or not head or repo.commit_at(head) is None:
        raise not_found()
    return json_response(code_shapes.comparison(call.shapes, repo, base, head))


def create_reference(call: Call) -> Response:
    repo, body = call.writable_repository(), call.body("Reference", ("ref", "sha"))
    name, sha = str(body["ref"]).removeprefix("refs/heads/"), str(body["sha"])
    if name in repo.branches:
        raise ApiError(422, "Reference already exists")
    if sha not in repo.commits:
        raise ApiError(422, "Object does not exist")
    repo.branches[name] = sha
    url = f"{call.world.base_url}/repos/{repo.full_name}/git/refs/heads/{name}"
    target = {"sha": sha, "type": "commit", "url": f"{call.world.base_url}/repos/{repo.full_name}/git/commits/{sha}"}
    return json_response({"ref": f"refs/heads/{name}", "node_id": "", "url": url, "object": target}, 201)


def readme(call: Call) -> Response:
    repo = call.repository()
    return _content(call, repo, "README.md")


def content(call: Call) -> Response:
    return _content(call, call.repository(), call.params.get("path", "").strip("/"))


def put_file(call: Call) -> Response:
    caller, repo, path = call.caller(), call.writable_repository(), call.params["path"]
    body = call.body("Content", ("message", "content"))
    try:
        after = base64.b64decode(str(body["content"]), validate=False)
    except (binascii.Error, ValueError):
        raise ApiError(422, "content is not valid Base64") from None
    branch_name, files = _branch(repo, body.get("branch"))
    before = files.get(path)
    _check_sha(path, before, body.get("sha"))
    made = call.github.commit(repo, branch_name, caller, str(body["message"]), {**files, path: after})
    shape = code_shapes.file(call.shapes, repo, path, branch_name, after)
    for only_when_read in ("content", "encoding"):
        shape.pop(only_when_read)
    return json_response({"content": shape, "commit": _flat(call, repo, made)}, 200 if before is not None else 201)


def delete_file(call: Call) -> Response:
    caller, repo, path = call.caller(), call.writable_repository(), call.params["path"]
    body = call.body("Content", ("message", "sha"))
    branch_name, files = _branch(repo, body.get("branch"))
    if path not in files:
        raise not_found()
    _check_sha(path, files[path], body["sha"])
    left = {name: data for name, data in files.items() if name != path}
    made = call.github.commit(repo, branch_name, caller, str(body["message"]), left)
    return json_response({"content": None, "commit": _flat(call, repo, made)})


def _content(call: Call, repo: Repository, path: str) -> Response:
    ref = call.query.get("ref") or repo.default_branch
    at = repo.commit_at(ref)
    if at is None:
        raise ApiError(404, f"No commit found for the ref {ref}")
    if path in at.files:
        if "raw" in call.request.header("accept"):
            return Response(200, at.files[path], {"Content-Type": "application/vnd.github.raw; charset=utf-8"})
        return json_response(code_shapes.file(call.shapes, repo, path, ref, at.files[path]))
    prefix = f"{path}/" if path else ""
    inside = {name[len(prefix) :].split("/")[0] for name in at.files if name.startswith(prefix)}
    if not inside and path:
        raise not_found()
    listed = (prefix + name for name in sorted(inside))
    return json_response([code_shapes.entry(call.shapes, repo, name, ref, at.files.get(name)) for name in listed])


def _branch(repo: Repository, wanted: object) -> tuple[str, dict[str, bytes]]:
    name = str(wanted or repo.default_branch)
    if name not in repo.branches and repo.commits:
        raise ApiError(404, f"Branch {name} not found")
    at = repo.commit_at(name)
    return name, at.files if at else {}


def _check_sha(path: str, before: bytes | None, sha: object) -> None:
    """An existing file is changed only by who names the version it has."""
    if before is None:
        return
    if not sha:
        raise ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    if sha != code_shapes.blob_sha(before):
        raise ApiError(409, f"{path} does not match {sha}")


def _flat(call: Call, repo: Repository, made: Commit) -> dict[str, object]:
    """The commit of a file change: git's view without the API's wrapper around it."""
    shape = code_shapes.commit(call.shapes, repo, made)
    outer = {key: shape[key] for key in ("sha", "node_id", "url", "html_url", "parents")}
    inner = {key: shape["commit"][key] for key in ("author", "committer", "message", "tree", "verification")}
    return {**outer, **inner}


def _touches(repo: Repository, one: Commit, path: str) -> bool:
    parent = repo.commits.get(one.parent) if one.parent else None
    return one.files.get(path) != (parent.files.get(path) if parent else None)


REPO = "/repos/{owner}/{repo}"
ROUTES = {
    ("GET", f"{REPO}/branches"): branches,
    ("GET", f"{REPO}/branches/{{+branch}}"): branch,
    ("GET", f"{REPO}/commits"): commits,
    ("GET", f"{REPO}/commits/{{+ref}}"): commit,
    ("GET", f"{REPO}/compare/{{+basehead}}"): compare,
    ("POST", f"{REPO}/git/refs"): create_reference,
    ("GET", f"{REPO}/readme"): readme,
    ("GET", f"{REPO}/contents"): content,
    ("GET", f"{REPO}/contents/{{+path}}"): content,
    ("PUT", f"{REPO}/contents/{{+path}}"): put_file,
    ("DELETE", f"{REPO}/contents/{{+path}}"): delete_file,
}
