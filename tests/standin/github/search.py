"""Search routes: words and `name:value` qualifiers over repositories, issues, code and users."""

from __future__ import annotations

import shlex

from github import code_shapes
from github.call import Call
from github.data import Issue, Repository
from github.errors import validation_failed
from messages import Response


def repositories(call: Call) -> Response:
    words, wanted = _parsed(call)
    found = [repo for repo in _visible(call) if _fits_repository(repo, words, wanted)]
    ordered = sorted(found, key=lambda repo: (len(repo.stargazers), repo.updated_at), reverse=True)
    return call.search_page({**call.shapes.repository(repo, call.login), "score": 1.0} for repo in ordered)


def issues(call: Call) -> Response:
    words, wanted = _parsed(call)
    found = [
        (repo, issue)
        for repo in _visible(call)
        if _fits_repository(repo, [], {key: value for key, value in wanted.items() if key in ("repo", "user", "org")})
        for issue in repo.issues.values()
        if _fits_issue(issue, words, wanted)
    ]
    ordered = sorted(
        found, key=lambda pair: (pair[1].created_at, pair[1].number), reverse=call.query.get("order", "desc") == "desc"
    )
    return call.search_page({**call.shapes.issue(repo, issue), "score": 1.0} for repo, issue in ordered)


def code(call: Call) -> Response:
    words, wanted = _parsed(call)
    call.caller()
    found = []
    for repo in _visible(call):
        at = repo.commit_at(None)
        if at is None or not _fits_repository(
            repo, [], {key: value for key, value in wanted.items() if key in ("repo", "user", "org")}
        ):
            continue
        for path, content in at.files.items():
            text = f"{path}\n{content.decode('utf-8', 'replace')}".lower()
            if all(word in text for word in words) and wanted.get("path", "") in path:
                shape = code_shapes.entry(call.shapes, repo, path, repo.default_branch, content)
                kept = {key: shape[key] for key in ("name", "path", "sha", "url", "git_url", "html_url")}
                found.append({**kept, "repository": call.shapes.repository(repo, call.login), "score": 1.0})
    return call.search_page(found)


def users(call: Call) -> Response:
    words, _ = _parsed(call)
    found = [
        user
        for user in call.github.users.values()
        if all(word in f"{user.login} {user.name}".lower() for word in words)
    ]
    return call.search_page({**call.shapes.user(user.login), "score": 1.0} for user in found)


def _parsed(call: Call) -> tuple[list[str], dict[str, str]]:
    query = call.query.get("q", "")
    if not query.strip():
        raise validation_failed("Search", "q", "missing")
    try:
        parts = shlex.split(query)
    except ValueError:
        parts = query.split()
    words: list[str] = []
    wanted: dict[str, str] = {}
    for part in parts:
        name, colon, value = part.partition(":")
        if colon and value and name.isidentifier():
            # `is:` may come twice (is:issue is:open) and says two different things.
            wanted[value if name in ("is", "type") else name] = value.lower()
        elif part.upper() not in ("AND", "OR", "NOT"):
            words.append(part.lower())
    return words, wanted


def _visible(call: Call) -> list[Repository]:
    return [repo for repo in call.github.repositories.values() if not repo.private or repo.owner == call.login]


def _fits_repository(repo: Repository, words: list[str], wanted: dict[str, str]) -> bool:
    text = f"{repo.full_name} {repo.description} {' '.join(repo.topics)}".lower()
    return (
        all(word in text for word in words)
        and wanted.get("repo") in (None, repo.full_name.lower())
        and wanted.get("user", wanted.get("org")) in (None, repo.owner.lower())
        and wanted.get("language") in (None, (repo.language or "").lower())
        and wanted.get("topic") in (None, *repo.topics)
    )


def _fits_issue(issue: Issue, words: list[str], wanted: dict[str, str]) -> bool:
    text = f"{issue.title} {issue.body}".lower()
    kinds = {
        "issue": issue.pull is None,
        "pr": issue.pull is not None,
        "open": issue.state == "open",
        "closed": issue.state == "closed",
    }
    return (
        all(word in text for word in words)
        and all(holds for kind, holds in kinds.items() if kind in wanted)
        and wanted.get("state") in (None, issue.state)
        and wanted.get("author") in (None, issue.user.lower())
        and ("assignee" not in wanted or wanted["assignee"] in issue.assignees)
        and wanted.get("label") in (None, *(name.lower() for name in issue.labels))
    )


ROUTES = {
    ("GET", "/search/repositories"): repositories,
    ("GET", "/search/issues"): issues,
    ("GET", "/search/code"): code,
    ("GET", "/search/users"): users,
}
