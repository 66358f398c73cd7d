"""Routes about repositories as a whole: listing, creating, changing, deleting, forking, releases."""

from __future__ import annotations

from collections.abc import Iterable

from github import code_shapes
from github.call import Call
from github.data import Release, Repository
from github.errors import not_found, validation_failed
from messages import Response, json_response, no_content


def mine(call: Call) -> Response:
    caller = call.caller()
    wanted = call.query.get("visibility") or call.query.get("type", "all")
    found = [repo for repo in call.github.repositories.values() if repo.owner == caller]
    if wanted in ("public", "private"):
        found = [repo for repo in found if repo.private == (wanted == "private")]
    return _page(call, found)


def of_user(call: Call) -> Response:
    login = call.params["username"]
    if login not in call.github.users:
        raise not_found()
    return _page(call, [repo for repo in call.github.repositories.values() if repo.owner == login and not repo.private])


def of_organization(call: Call) -> Response:
    """The stand-in has no organizations."""
    raise not_found()


def get(call: Call) -> Response:
    return json_response(call.shapes.repository(call.repository(), call.login))


def create(call: Call) -> Response:
    caller, body = call.caller(), call.body("Repository", ("name",))
    if call.github.repository(caller, body["name"]) is not None:
        raise validation_failed("Repository", "name", "custom", "name already exists on this account")
    repo = call.github.add_repository(caller, body["name"], body.get("description"), private=bool(body.get("private")))
    if body.get("auto_init"):
        readme = f"# {repo.name}\n".encode()
        call.github.commit(repo, repo.default_branch, caller, "Initial commit", {"README.md": readme})
    return json_response(
        call.shapes.repository(repo, caller), 201, {"Location": f"{call.world.base_url}/repos/{repo.full_name}"}
    )


def update(call: Call) -> Response:
    repo, body = call.writable_repository(), call.body("Repository")
    repo.description = body.get("description", repo.description)
    repo.private = bool(body.get("private", repo.private))
    repo.updated_at = call.github.now()
    return json_response(call.shapes.repository(repo, call.login))


def delete(call: Call) -> Response:
    del call.github.repositories[call.writable_repository().full_name.lower()]
    return no_content()


def fork(call: Call) -> Response:
    caller, source, body = call.caller(), call.repository(), call.body("Fork")
    name = body.get("name") or source.name
    existing = call.github.repository(caller, name)
    repo = existing or call.github.add_repository(caller, name, source.description)
    if existing is None:
        repo.fork_of, repo.language = source.full_name, source.language
        repo.commits, repo.branches = dict(source.commits), dict(source.branches)
    return json_response(call.shapes.repository(repo, caller), 202)


def releases(call: Call) -> Response:
    repo = call.repository()
    return call.page(code_shapes.release(call.shapes, repo, one) for one in reversed(repo.releases))


def latest_release(call: Call) -> Response:
    repo = call.repository()
    published = [one for one in repo.releases if not one.draft and not one.prerelease]
    if not published:
        raise not_found()
    return json_response(code_shapes.release(call.shapes, repo, published[-1]))


def create_release(call: Call) -> Response:
    repo, body = call.writable_repository(), call.body("Release", ("tag_name",))
    tag = body["tag_name"]
    if any(one.tag_name == tag for one in repo.releases):
        raise validation_failed("Release", "tag_name", "already_exists")
    made = Release(
        call.github.new_id(),
        tag,
        body.get("name") or tag,
        body.get("body") or "",
        call.caller(),
        bool(body.get("draft")),
        bool(body.get("prerelease")),
        body.get("target_commitish") or repo.default_branch,
        call.github.now(),
    )
    repo.releases.append(made)
    return json_response(code_shapes.release(call.shapes, repo, made), 201)


def _page(call: Call, found: Iterable[Repository]) -> Response:
    sort = call.query.get("sort", "full_name")
    newest_first = sort in ("created", "updated", "pushed")
    descending = call.query.get("direction", "desc" if newest_first else "asc") == "desc"
    key = {"created": "created_at", "updated": "updated_at", "pushed": "updated_at"}.get(sort, "full_name")
    ordered = sorted(found, key=lambda repo: str(getattr(repo, key)), reverse=descending)
    return call.page(call.shapes.repository(repo, call.login) for repo in ordered)


ROUTES = {
    ("GET", "/user/repos"): mine,
    ("POST", "/user/repos"): create,
    ("GET", "/users/{username}/repos"): of_user,
    ("GET", "/orgs/{org}/repos"): of_organization,
    ("GET", "/repos/{owner}/{repo}"): get,
    ("PATCH", "/repos/{owner}/{repo}"): update,
    ("DELETE", "/repos/{owner}/{repo}"): delete,
    ("POST", "/repos/{owner}/{repo}/forks"): fork,
    ("GET", "/repos/{owner}/{repo}/releases"): releases,
    ("GET", "/repos/{owner}/{repo}/releases/latest"): latest_release,
    ("POST", "/repos/{owner}/{repo}/releases"): create_release,
}
