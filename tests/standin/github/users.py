"""Routes about users and about the caller."""

from __future__ import annotations

from github.call import Call
from github.errors import not_found
from messages import Response, json_response, no_content


def me(call: Call) -> Response:
    user = call.github.users[call.caller()]
    private = {
        "private_gists": 0,
        "total_private_repos": 1,
        "owned_private_repos": 1,
        "disk_usage": 1,
        "collaborators": 0,
    }
    return json_response({**call.shapes.full_user(user), **private, "two_factor_authentication": True})


def user(call: Call) -> Response:
    found = call.github.users.get(call.params["username"])
    if found is None:
        raise not_found()
    return json_response(call.shapes.full_user(found))


def my_organizations(call: Call) -> Response:
    call.caller()
    return call.page([])


def notifications(call: Call) -> Response:
    """One for each open issue somebody else wrote in the caller's repositories."""
    caller = call.caller()
    mine = [repo for repo in call.github.repositories.values() if repo.owner == caller]
    unread = [
        (repo, issue)
        for repo in mine
        for issue in repo.issues.values()
        if issue.user != caller and issue.state == "open"
    ]
    return call.page(
        {
            "id": str(issue.id),
            "unread": True,
            "reason": "subscribed",
            "updated_at": issue.updated_at,
            "last_read_at": None,
            "subject": {
                "title": issue.title,
                "url": call.shapes.issue(repo, issue)["url"],
                "latest_comment_url": None,
                "type": "PullRequest" if issue.pull else "Issue",
            },
            "repository": call.shapes.repository(repo, caller),
            "url": f"{call.world.base_url}/notifications/threads/{issue.id}",
        }
        for repo, issue in unread
    )


def starred(call: Call) -> Response:
    caller = call.caller()
    found = [repo for repo in call.github.repositories.values() if caller in repo.stargazers]
    return call.page(call.shapes.repository(repo, caller) for repo in found)


def is_starred(call: Call) -> Response:
    if call.caller() not in call.repository().stargazers:
        raise not_found()
    return no_content()


def star(call: Call) -> Response:
    caller, repo = call.caller(), call.repository()
    if caller not in repo.stargazers:
        repo.stargazers.append(caller)
    return no_content()


def unstar(call: Call) -> Response:
    caller, repo = call.caller(), call.repository()
    repo.stargazers = [login for login in repo.stargazers if login != caller]
    return no_content()


def stargazers(call: Call) -> Response:
    return call.page(call.shapes.user(login) for login in call.repository().stargazers)


ROUTES = {
    ("GET", "/user"): me,
    ("GET", "/users/{username}"): user,
    ("GET", "/user/orgs"): my_organizations,
    ("GET", "/notifications"): notifications,
    ("GET", "/user/starred"): starred,
    ("GET", "/user/starred/{owner}/{repo}"): is_starred,
    ("PUT", "/user/starred/{owner}/{repo}"): star,
    ("DELETE", "/user/starred/{owner}/{repo}"): unstar,
    ("GET", "/repos/{owner}/{repo}/stargazers"): stargazers,
}
