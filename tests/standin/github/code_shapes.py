"""GitHub's JSON shapes around code: commits, branches, files, pull requests, reviews, releases."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from github.data import Commit, Issue, Release, Repository, Review
from github.shapes import Json, Shapes, node_id


def blob_sha(content: bytes) -> str:
    """Git's own name of a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def commit(shapes: Shapes, repo: Repository, of: Commit) -> Json:
    api = f"{shapes.base}/repos/{repo.full_name}"
    user = shapes.github.users[of.author]
    person = {"name": user.name, "email": user.email, "date": of.date}
    html = f"{shapes.base}/{repo.full_name}/commit/"
    parents = [of.parent] if of.parent else []
    return {
        "sha": of.sha,
        "node_id": node_id("Commit", int(of.sha[:8], 16)),
        "commit": {
            "author": person,
            "committer": person,
            "message": of.message,
            "tree": {"sha": of.sha[::-1], "url": f"{api}/git/trees/{of.sha[::-1]}"},
            "url": f"{api}/git/commits/{of.sha}",
            "comment_count": 0,
            "verification": {
                "verified": False,
                "reason": "unsigned",
                "signature": None,
                "payload": None,
                "verified_at": None,
            },
        },
        "url": f"{api}/commits/{of.sha}",
        "html_url": html + of.sha,
        "comments_url": f"{api}/commits/{of.sha}/comments",
        "author": shapes.user(of.author),
        "committer": shapes.user(of.author),
        "parents": [{"sha": sha, "url": f"{api}/commits/{sha}", "html_url": html + sha} for sha in parents],
    }


def branch(shapes: Shapes, repo: Repository, name: str) -> Json:
    sha = repo.branches[name]
    api = f"{shapes.base}/repos/{repo.full_name}"
    return {"name": name, "commit": {"sha": sha, "url": f"{api}/commits/{sha}"}, "protected": False}


def entry(shapes: Shapes, repo: Repository, path: str, ref: str, content: bytes | None) -> Json:
    """A file of a directory listing, or, with no content, a directory."""
    kind = "dir" if content is None else "file"
    sha = hashlib.sha1(path.encode(), usedforsecurity=False).hexdigest() if content is None else blob_sha(content)
    url = f"{shapes.base}/repos/{repo.full_name}/contents/{path}?ref={ref}"
    html = f"{shapes.base}/{repo.full_name}/{'tree' if content is None else 'blob'}/{ref}/{path}"
    git = f"{shapes.base}/repos/{repo.full_name}/git/{'trees' if content is None else 'blobs'}/{sha}"
    return {
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "sha": sha,
        "size": 0 if content is None else len(content),
        "url": url,
        "html_url": html,
        "git_url": git,
        "download_url": None if content is None else f"{shapes.base}/raw/{repo.full_name}/{ref}/{path}",
        "type": kind,
        "_links": {"self": url, "git": git, "html": html},
    }


def file(shapes: Shapes, repo: Repository, path: str, ref: str, content: bytes) -> Json:
    shape = entry(shapes, repo, path, ref, content)
    return {**shape, "content": base64.encodebytes(content).decode(), "encoding": "base64"}


def pull(shapes: Shapes, repo: Repository, issue: Issue, *, full: bool, viewer: str | None) -> Json:
    """A pull request; `full` adds what only a single one's answer has."""
    made = issue.pull
    assert made is not None
    api = f"{shapes.base}/repos/{repo.full_name}/pulls/{issue.number}"
    shared = shapes.issue(repo, issue)
    html = shared["html_url"]
    for only_of_issues in (
        "pull_request",
        "repository_url",
        "labels_url",
        "events_url",
        "reactions",
        "timeline_url",
        "state_reason",
    ):
        shared.pop(only_of_issues)
    shape: dict[str, Any] = {
        **shared,
        "url": api,
        "node_id": node_id("PullRequest", issue.id),
        "diff_url": html + ".diff",
        "patch_url": html + ".patch",
        "issue_url": f"{shapes.base}/repos/{repo.full_name}/issues/{issue.number}",
        "merged_at": made.merged_at,
        "merge_commit_sha": made.merge_commit_sha,
        "requested_reviewers": [shapes.user(login) for login in made.reviewers],
        "requested_teams": [],
        "draft": made.draft,
        "commits_url": api + "/commits",
        "review_comments_url": api + "/comments",
        "head": _end(shapes, repo, made.head, viewer),
        "base": _end(shapes, repo, made.base, viewer),
        "auto_merge": None,
    }
    if full:
        changed = changes(repo, made.base, made.head)
        shape |= {
            "merged": made.merged_at is not None,
            "mergeable": None if made.merged_at else True,
            "mergeable_state": "unknown" if made.merged_at else "clean",
            "merged_by": shapes.user(made.merged_by) if made.merged_by else None,
            "review_comments": 0,
            "maintainer_can_modify": False,
            "commits": len(new_commits(repo, made.base, made.head)),
            "additions": sum(_lines(after) for _, _, after in changed),
            "deletions": sum(_lines(before) for _, before, _ in changed),
            "changed_files": len(changed),
        }
    else:
        shape.pop("comments")
    return shape


def pull_file(
    shapes: Shapes, repo: Repository, head: str, path: str, before: bytes | None, after: bytes | None
) -> Json:
    status = "added" if before is None else "removed" if after is None else "modified"
    added, gone = _lines(after), _lines(before)
    patch = [f"@@ -{min(gone, 1)},{gone} +{min(added, 1)},{added} @@"]
    patch += [f"-{line}" for line in (before or b"").decode("utf-8", "replace").splitlines()]
    patch += [f"+{line}" for line in (after or b"").decode("utf-8", "replace").splitlines()]
    return {
        "sha": blob_sha(after or b""),
        "filename": path,
        "status": status,
        "additions": added,
        "deletions": gone,
        "changes": added + gone,
        "blob_url": f"{shapes.base}/{repo.full_name}/blob/{head}/{path}",
        "raw_url": f"{shapes.base}/{repo.full_name}/raw/{head}/{path}",
        "contents_url": f"{shapes.base}/repos/{repo.full_name}/contents/{path}?ref={head}",
        "patch": "\n".join(patch),
    }


def changes(repo: Repository, base_ref: str, head_ref: str) -> list[tuple[str, bytes | None, bytes | None]]:
    """The files that differ between two refs: path, content before, content after."""
    base, head = repo.commit_at(base_ref), repo.commit_at(head_ref)
    old, new = (base.files if base else {}), (head.files if head else {})
    return [(path, old.get(path), new.get(path)) for path in sorted(old | new) if old.get(path) != new.get(path)]


def new_commits(repo: Repository, base_ref: str, head_ref: str) -> list[Commit]:
    """The commits that are in `head_ref` and not in `base_ref`, oldest first."""
    known = {commit.sha for commit in repo.history(base_ref)}
    return [commit for commit in reversed(repo.history(head_ref)) if commit.sha not in known]


def comparison(shapes: Shapes, repo: Repository, base_ref: str, head_ref: str) -> Json:
    ahead, behind = new_commits(repo, base_ref, head_ref), new_commits(repo, head_ref, base_ref)
    history, head = repo.history(base_ref), repo.branches.get(head_ref, head_ref)
    known = {one.sha for one in repo.history(head_ref)}
    shared = next((one for one in history if one.sha in known), history[-1])
    url = f"{shapes.base}/repos/{repo.full_name}/compare/{base_ref}...{head_ref}"
    changed = changes(repo, base_ref, head_ref)
    return {
        "url": url,
        "html_url": f"{shapes.base}/{repo.full_name}/compare/{base_ref}...{head_ref}",
        "base_commit": commit(shapes, repo, history[0]),
        "merge_base_commit": commit(shapes, repo, shared),
        "status": "diverged" if ahead and behind else "ahead" if ahead else "behind" if behind else "identical",
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": [commit(shapes, repo, one) for one in ahead],
        "files": [pull_file(shapes, repo, head, path, before, after) for path, before, after in changed],
    }


def review(shapes: Shapes, repo: Repository, issue: Issue, of: Review) -> Json:
    api = f"{shapes.base}/repos/{repo.full_name}/pulls/{issue.number}"
    head = issue.pull.head if issue.pull else ""
    return {
        "id": of.id,
        "node_id": node_id("PullRequestReview", of.id),
        "user": shapes.user(of.user),
        "body": of.body,
        "state": of.state,
        "html_url": f"{shapes.base}/{repo.full_name}/pull/{issue.number}#pullrequestreview-{of.id}",
        "pull_request_url": api,
        "author_association": "OWNER" if of.user == repo.owner else "CONTRIBUTOR",
        "submitted_at": of.submitted_at,
        "commit_id": repo.branches.get(head),
    }


def release(shapes: Shapes, repo: Repository, of: Release) -> Json:
    api = f"{shapes.base}/repos/{repo.full_name}/releases/{of.id}"
    return {
        "url": api,
        "assets_url": api + "/assets",
        "upload_url": api + "/assets{?name,label}",
        "html_url": f"{shapes.base}/{repo.full_name}/releases/tag/{of.tag_name}",
        "id": of.id,
        "node_id": node_id("Release", of.id),
        "author": shapes.user(of.author),
        "tag_name": of.tag_name,
        "target_commitish": of.target,
        "name": of.name,
        "draft": of.draft,
        "prerelease": of.prerelease,
        "created_at": of.created_at,
        "published_at": None if of.draft else of.created_at,
        "assets": [],
        "tarball_url": f"{shapes.base}/repos/{repo.full_name}/tarball/{of.tag_name}",
        "zipball_url": f"{shapes.base}/repos/{repo.full_name}/zipball/{of.tag_name}",
        "body": of.body,
    }


def _end(shapes: Shapes, repo: Repository, branch_name: str, viewer: str | None) -> Json:
    return {
        "label": f"{repo.owner}:{branch_name}",
        "ref": branch_name,
        "sha": repo.branches.get(branch_name),
        "user": shapes.user(repo.owner),
        "repo": shapes.repository(repo, viewer),
    }


def _lines(content: bytes | None) -> int:
    return len((content or b"").splitlines())
