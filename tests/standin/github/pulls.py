"""Routes about pull requests: opening, listing, changing, merging, their files, commits and reviews."""

from __future__ import annotations

from github import code_shapes
from github.call import Call
from github.data import Issue, Pull, Repository, Review
from github.errors import ApiError, validation_failed
from messages import Response, json_response

EVENTS = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED", None: "PENDING"}


def list_pulls(call: Call) -> Response:
    repo, query = call.repository(), call.query
    state = query.get("state", "open")
    if state not in ("open", "closed", "all"):
        raise validation_failed("PullRequest", "state", "invalid")
    found = []
    for issue in repo.issues.values():
        pull = issue.pull
        if pull is None or state not in ("all", issue.state):
            continue
        if query.get("base") in (None, "", pull.base) and query.get("head") in (None, "", f"{repo.owner}:{pull.head}"):
            found.append(issue)
    ordered = sorted(found, key=lambda issue: issue.number, reverse=query.get("direction", "desc") == "desc")
    return call.page(code_shapes.pull(call.shapes, repo, issue, full=False, viewer=call.login) for issue in ordered)


def get(call: Call) -> Response:
    repo = call.repository()
    return _full(call, repo, call.pull_request(repo))


def create(call: Call) -> Response:
    caller, repo = call.caller(), call.repository()
    body = call.body("PullRequest", ("head", "base", "title"))
    head, base = str(body["head"]).removeprefix(f"{repo.owner}:"), str(body["base"])
    for field, name in (("head", head), ("base", base)):
        if name not in repo.branches:
            raise validation_failed("PullRequest", field, "invalid")
    made = Pull(head, base, draft=bool(body.get("draft")))
    if not code_shapes.new_commits(repo, base, head):
        raise _refused(f"No commits between {base} and {head}")
    if any(
        other.pull and other.state == "open" and (other.pull.head, other.pull.base) == (head, base)
        for other in repo.issues.values()
    ):
        raise _refused(f"A pull request already exists for {repo.owner}:{head}.")
    issue = call.github.add_issue(repo, caller, str(body["title"]), body.get("body"))
    issue.pull = made
    return _full(call, repo, issue, 201)


def update(call: Call) -> Response:
    caller, repo = call.caller(), call.repository()
    issue, body = call.pull_request(repo), call.body("PullRequest")
    issue.title, issue.body = str(body.get("title", issue.title)), body.get("body", issue.body)
    if body.get("state") in ("open", "closed") and body["state"] != issue.state:
        closing = body["state"] == "closed"
        issue.state = body["state"]
        issue.closed_at, issue.closed_by = (call.github.now(), caller) if closing else (None, None)
    issue.updated_at = call.github.now()
    return _full(call, repo, issue)


def merge(call: Call) -> Response:
    caller, repo = call.caller(), call.writable_repository()
    issue, body = call.pull_request(repo), call.body("PullRequest")
    pull, head = issue.pull, repo.commit_at(issue.pull.head if issue.pull else None)
    assert pull is not None and head is not None
    if issue.state != "open" or pull.draft:
        raise ApiError(405, "Pull Request is not mergeable")
    if body.get("sha") not in (None, head.sha):
        raise ApiError(409, "Head branch was modified. Review and try the merge again.")
    title = body.get("commit_title") or f"Merge pull request #{issue.number} from {repo.owner}/{pull.head}"
    merged = call.github.commit(repo, pull.base, caller, title, head.files)
    now = call.github.now()
    pull.merged_at, pull.merged_by, pull.merge_commit_sha = now, caller, merged.sha
    issue.state, issue.closed_at, issue.closed_by, issue.updated_at = "closed", now, caller, now
    return json_response({"sha": merged.sha, "merged": True, "message": "Pull Request successfully merged"})


def is_merged(call: Call) -> Response:
    pull = call.pull_request(call.repository()).pull
    if pull is None or pull.merged_at is None:
        raise ApiError(404, "Not Found")
    return Response(204)


def files(call: Call) -> Response:
    repo = call.repository()
    pull = call.pull_request(repo).pull
    assert pull is not None
    head = repo.branches[pull.head]
    changed = code_shapes.changes(repo, pull.base, pull.head)
    return call.page(
        code_shapes.pull_file(call.shapes, repo, head, path, before, after) for path, before, after in changed
    )


def commits(call: Call) -> Response:
    repo = call.repository()
    pull = call.pull_request(repo).pull
    assert pull is not None
    return call.page(
        code_shapes.commit(call.shapes, repo, one) for one in code_shapes.new_commits(repo, pull.base, pull.head)
    )


def request_reviewers(call: Call) -> Response:
    repo = call.writable_repository()
    issue, wanted = call.pull_request(repo), call.body("PullRequest").get("reviewers") or []
    for login in wanted:
        if login not in call.github.users or login == issue.user:
            raise _refused(
                "Reviews may only be requested from collaborators. One or more of the users is not a collaborator."
            )
    assert issue.pull is not None
    issue.pull.reviewers = list(dict.fromkeys([*issue.pull.reviewers, *wanted]))
    return _full(call, repo, issue, 201)


def reviews(call: Call) -> Response:
    repo = call.repository()
    issue = call.pull_request(repo)
    assert issue.pull is not None
    return call.page(code_shapes.review(call.shapes, repo, issue, one) for one in issue.pull.reviews)


def create_review(call: Call) -> Response:
    caller, repo = call.caller(), call.repository()
    issue, body = call.pull_request(repo), call.body("PullRequestReview")
    event, text = body.get("event"), str(body.get("body") or "")
    if event not in EVENTS:
        raise validation_failed("PullRequestReview", "event", "invalid")
    if event in ("REQUEST_CHANGES", "COMMENT") and not text:
        raise validation_failed("PullRequestReview", "body", "missing_field")
    if event in ("APPROVE", "REQUEST_CHANGES") and issue.user == caller:
        raise _refused(f"Can not {event.lower().replace('_', ' ')} your own pull request")
    assert issue.pull is not None
    made = Review(call.github.new_id(), caller, text, EVENTS[event], call.github.now())
    issue.pull.reviews.append(made)
    return json_response(code_shapes.review(call.shapes, repo, issue, made))


def _full(call: Call, repo: Repository, issue: Issue, status: int = 200) -> Response:
    return json_response(code_shapes.pull(call.shapes, repo, issue, full=True, viewer=call.login), status)


def _refused(message: str) -> ApiError:
    return ApiError(422, "Validation Failed", [{"resource": "PullRequest", "code": "custom", "message": message}])


PULLS = "/repos/{owner}/{repo}/pulls"
ROUTES = {
    ("GET", PULLS): list_pulls,
    ("POST", PULLS): create,
    ("GET", f"{PULLS}/{{pull_number}}"): get,
    ("PATCH", f"{PULLS}/{{pull_number}}"): update,
    ("PUT", f"{PULLS}/{{pull_number}}/merge"): merge,
    ("GET", f"{PULLS}/{{pull_number}}/merge"): is_merged,
    ("GET", f"{PULLS}/{{pull_number}}/files"): files,
    ("GET", f"{PULLS}/{{pull_number}}/commits"): commits,
    ("POST", f"{PULLS}/{{pull_number}}/requested_reviewers"): request_reviewers,
    ("GET", f"{PULLS}/{{pull_number}}/reviews"): reviews,
    ("POST", f"{PULLS}/{{pull_number}}/reviews"): create_review,
}
