"""Routes about issues: the issues themselves, their comments, labels and assignees."""

from __future__ import annotations

from typing import Any

from github.call import Call
from github.data import Comment, Issue, Label, Repository
from github.errors import not_found, validation_failed
from messages import Response, json_response, no_content

REASONS = ("completed", "not_planned", "duplicate", "reopened")


def list_issues(call: Call) -> Response:
    repo = call.repository()
    return call.page(call.shapes.issue(repo, issue) for issue in _filtered(call, list(repo.issues.values())))


def assigned_to_me(call: Call) -> Response:
    caller = call.caller()
    pairs = [(repo, issue) for repo in call.github.repositories.values() for issue in repo.issues.values()]
    mine = {issue.id: repo for repo, issue in pairs if caller in issue.assignees}
    issues = _filtered(call, [issue for _, issue in pairs if issue.id in mine])
    shown = ((mine[issue.id], issue) for issue in issues)
    return call.page(
        {**call.shapes.issue(repo, issue), "repository": call.shapes.repository(repo, caller)} for repo, issue in shown
    )


def create(call: Call) -> Response:
    caller, repo, body = call.caller(), call.repository(), call.body("Issue", ("title",))
    issue = call.github.add_issue(repo, caller, str(body["title"]), body.get("body"))
    if repo.owner == caller:
        # GitHub drops these silently for a caller who may not push.
        issue.labels = _labels(call, repo, body.get("labels") or [])
        issue.assignees = _assignees(
            call, body.get("assignees") or ([body["assignee"]] if body.get("assignee") else [])
        )
    shape = call.shapes.issue(repo, issue)
    return json_response(shape, 201, {"Location": shape["url"]})


def get(call: Call) -> Response:
    repo = call.repository()
    return json_response(call.shapes.issue(repo, call.issue(repo)))


def update(call: Call) -> Response:
    caller, repo = call.caller(), call.repository()
    issue, body = call.issue(repo), call.body("Issue")
    if body.get("state") not in (None, "open", "closed"):
        raise validation_failed("Issue", "state", "invalid")
    if body.get("state_reason") not in (None, *REASONS):
        raise validation_failed("Issue", "state_reason", "invalid")
    issue.title = str(body.get("title", issue.title))
    issue.body = body.get("body", issue.body)
    if "labels" in body:
        issue.labels = _labels(call, repo, body["labels"] or [])
    if "assignees" in body:
        issue.assignees = _assignees(call, body["assignees"] or [])
    if "state" in body and body["state"] != issue.state:
        closing = body["state"] == "closed"
        issue.state = body["state"]
        issue.state_reason = body.get("state_reason") or ("completed" if closing else "reopened")
        issue.closed_at, issue.closed_by = (call.github.now(), caller) if closing else (None, None)
    issue.updated_at = call.github.now()
    return json_response(call.shapes.issue(repo, issue))


def list_comments(call: Call) -> Response:
    repo = call.repository()
    issue = call.issue(repo)
    since = call.query.get("since", "")
    return call.page(call.shapes.comment(repo, issue, one) for one in issue.comments if one.updated_at >= since)


def create_comment(call: Call) -> Response:
    caller, repo = call.caller(), call.repository()
    issue, body = call.issue(repo), call.body("IssueComment", ("body",))
    shape = call.shapes.comment(repo, issue, call.github.add_comment(issue, caller, str(body["body"])))
    return json_response(shape, 201, {"Location": shape["url"]})


def get_comment(call: Call) -> Response:
    repo = call.repository()
    return json_response(call.shapes.comment(repo, *_comment(call, repo)))


def update_comment(call: Call) -> Response:
    call.caller()
    repo = call.repository()
    issue, comment = _comment(call, repo)
    comment.body = str(call.body("IssueComment", ("body",))["body"])
    comment.updated_at = call.github.now()
    return json_response(call.shapes.comment(repo, issue, comment))


def delete_comment(call: Call) -> Response:
    call.caller()
    issue, comment = _comment(call, call.repository())
    issue.comments.remove(comment)
    return no_content()


def repository_labels(call: Call) -> Response:
    repo = call.repository()
    return call.page(call.shapes.label(repo, label) for label in repo.labels.values())


def create_label(call: Call) -> Response:
    repo, body = call.writable_repository(), call.body("Label", ("name",))
    name = str(body["name"])
    if name in repo.labels:
        raise validation_failed("Label", "name", "already_exists")
    repo.labels[name] = Label(call.github.new_id(), name, str(body.get("color", "ededed")), body.get("description"))
    return json_response(call.shapes.label(repo, repo.labels[name]), 201)


def issue_labels(call: Call) -> Response:
    repo = call.repository()
    return call.page(call.shapes.label(repo, repo.labels[name]) for name in call.issue(repo).labels)


def add_labels(call: Call) -> Response:
    repo = call.writable_repository()
    issue, names = call.issue(repo), _named_labels(call)
    issue.labels += [name for name in _labels(call, repo, names) if name not in issue.labels]
    return json_response([call.shapes.label(repo, repo.labels[name]) for name in issue.labels])


def remove_label(call: Call) -> Response:
    repo = call.writable_repository()
    issue = call.issue(repo)
    if call.params["name"] not in issue.labels:
        raise not_found()
    issue.labels.remove(call.params["name"])
    return json_response([call.shapes.label(repo, repo.labels[name]) for name in issue.labels])


def add_assignees(call: Call) -> Response:
    repo = call.writable_repository()
    issue, body = call.issue(repo), call.body("Issue")
    issue.assignees += [one for one in _assignees(call, body.get("assignees") or []) if one not in issue.assignees]
    return json_response(call.shapes.issue(repo, issue), 201)


def _filtered(call: Call, issues: list[Issue]) -> list[Issue]:
    query = call.query
    state, labels = query.get("state", "open"), [name for name in query.get("labels", "").split(",") if name]
    if state not in ("open", "closed", "all"):
        raise validation_failed("Issue", "state", "invalid")
    found = [
        issue
        for issue in issues
        if state in ("all", issue.state)
        and set(labels) <= set(issue.labels)
        and query.get("creator") in (None, "", issue.user)
        and (query.get("assignee") in (None, "", "*") or query["assignee"] in issue.assignees)
        and issue.updated_at >= query.get("since", "")
    ]
    key = {"updated": "updated_at", "comments": "comments"}.get(query.get("sort", ""), "created_at")
    descending = query.get("direction", "desc") == "desc"
    return sorted(found, key=lambda issue: (_order(getattr(issue, key)), issue.number), reverse=descending)


def _order(value: Any) -> Any:
    return len(value) if isinstance(value, list) else value


def _named_labels(call: Call) -> list[Any]:
    """GitHub takes both `{"labels": […]}` and a bare list here."""
    value = call.request.json()
    return list(value if isinstance(value, list) else value.get("labels") or [])


def _labels(call: Call, repo: Repository, wanted: list[Any]) -> list[str]:
    names = [str(item.get("name", "")) if isinstance(item, dict) else str(item) for item in wanted]
    for name in names:
        if name not in repo.labels:
            repo.labels[name] = Label(call.github.new_id(), name)
    return list(dict.fromkeys(names))


def _assignees(call: Call, wanted: list[Any]) -> list[str]:
    for login in wanted:
        if login not in call.github.users:
            raise validation_failed("Issue", "assignees", "invalid")
    return list(dict.fromkeys(str(login) for login in wanted))


def _comment(call: Call, repo: Repository) -> tuple[Issue, Comment]:
    wanted = call.number("comment_id")
    for issue in repo.issues.values():
        for comment in issue.comments:
            if comment.id == wanted:
                return issue, comment
    raise not_found()


REPO = "/repos/{owner}/{repo}"
ROUTES = {
    ("GET", "/issues"): assigned_to_me,
    ("GET", f"{REPO}/issues"): list_issues,
    ("POST", f"{REPO}/issues"): create,
    ("GET", f"{REPO}/issues/comments/{{comment_id}}"): get_comment,
    ("PATCH", f"{REPO}/issues/comments/{{comment_id}}"): update_comment,
    ("DELETE", f"{REPO}/issues/comments/{{comment_id}}"): delete_comment,
    ("GET", f"{REPO}/issues/{{issue_number}}"): get,
    ("PATCH", f"{REPO}/issues/{{issue_number}}"): update,
    ("GET", f"{REPO}/issues/{{issue_number}}/comments"): list_comments,
    ("POST", f"{REPO}/issues/{{issue_number}}/comments"): create_comment,
    ("GET", f"{REPO}/issues/{{issue_number}}/labels"): issue_labels,
    ("POST", f"{REPO}/issues/{{issue_number}}/labels"): add_labels,
    ("DELETE", f"{REPO}/issues/{{issue_number}}/labels/{{name}}"): remove_label,
    ("POST", f"{REPO}/issues/{{issue_number}}/assignees"): add_assignees,
    ("GET", f"{REPO}/labels"): repository_labels,
    ("POST", f"{REPO}/labels"): create_label,
}
