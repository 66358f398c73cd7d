"""GitHub's JSON shapes: users, repositories, issues, comments, labels. Times, ids and links as GitHub gives them."""

from __future__ import annotations

import base64
from typing import Any

from github.data import Comment, GitHub, Issue, Label, Repository, User

Json = dict[str, Any]

USER_LINKS = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}
REPOSITORY_LINKS = {
    "branches_url": "/branches{/branch}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "contents_url": "/contents/{+path}",
    "issues_url": "/issues{/number}",
    "labels_url": "/labels{/name}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
}


class Shapes:
    """Makes the shapes of one stand-in; `base` is its URL, which stands for both github.com and api.github.com."""

    def __init__(self, base: str, github: GitHub) -> None:
        self.base = base
        self.github = github

    def user(self, login: str) -> Json:
        user = self.github.users[login]
        api = f"{self.base}/users/{login}"
        return {
            "login": login,
            "id": user.id,
            "node_id": node_id("User", user.id),
            "avatar_url": f"{self.base}/avatars/{user.id}?v=4",
            "gravatar_id": "",
            "url": api,
            "html_url": f"{self.base}/{login}",
            **{name: api + path for name, path in USER_LINKS.items()},
            "type": "User",
            "user_view_type": "public",
            "site_admin": False,
        }

    def full_user(self, user: User) -> Json:
        owned = [repo for repo in self.github.repositories.values() if repo.owner == user.login]
        return {
            **self.user(user.login),
            "name": user.name,
            "company": None,
            "blog": "",
            "location": None,
            "email": user.email,
            "hireable": None,
            "bio": user.bio,
            "twitter_username": None,
            "public_repos": sum(1 for repo in owned if not repo.private),
            "public_gists": 0,
            "followers": 1,
            "following": 1,
            "created_at": "2011-01-25T18:44:36Z",
            "updated_at": "2026-01-02T03:04:05Z",
        }

    def repository(self, repo: Repository, viewer: str | None) -> Json:
        api = f"{self.base}/repos/{repo.full_name}"
        html = f"{self.base}/{repo.full_name}"
        own = viewer == repo.owner
        open_issues = sum(1 for issue in repo.issues.values() if issue.state == "open")
        return {
            "id": repo.id,
            "node_id": node_id("Repository", repo.id),
            "name": repo.name,
            "full_name": repo.full_name,
            "private": repo.private,
            "owner": self.user(repo.owner),
            "html_url": html,
            "description": repo.description,
            "fork": repo.fork_of is not None,
            "url": api,
            **{name: api + path for name, path in REPOSITORY_LINKS.items()},
            "created_at": repo.created_at,
            "updated_at": repo.updated_at,
            "pushed_at": repo.updated_at,
            "git_url": f"git://{repo.full_name}.git",
            "ssh_url": f"git@example.com:{repo.full_name}.git",
            "clone_url": f"{html}.git",
            "homepage": None,
            "size": 1,
            "stargazers_count": len(repo.stargazers),
            "watchers_count": len(repo.stargazers),
            "language": repo.language,
            "has_issues": True,
            "has_projects": True,
            "has_wiki": True,
            "has_pages": False,
            "has_discussions": False,
            "forks_count": 0,
            "mirror_url": None,
            "archived": False,
            "disabled": False,
            "open_issues_count": open_issues,
            "license": None,
            "allow_forking": True,
            "is_template": False,
            "topics": repo.topics,
            "visibility": "private" if repo.private else "public",
            "forks": 0,
            "open_issues": open_issues,
            "watchers": len(repo.stargazers),
            "default_branch": repo.default_branch,
            "permissions": {"admin": own, "maintain": own, "push": own, "triage": own, "pull": True},
        }

    def label(self, repo: Repository, label: Label) -> Json:
        return {
            "id": label.id,
            "node_id": node_id("Label", label.id),
            "url": f"{self.base}/repos/{repo.full_name}/labels/{label.name}",
            "name": label.name,
            "color": label.color,
            "default": label.name in ("bug", "documentation", "enhancement"),
            "description": label.description,
        }

    def issue(self, repo: Repository, issue: Issue) -> Json:
        api = f"{self.base}/repos/{repo.full_name}/issues/{issue.number}"
        kind = "issues" if issue.pull is None else "pull"
        shape = {
            "url": api,
            "repository_url": f"{self.base}/repos/{repo.full_name}",
            "labels_url": api + "/labels{/name}",
            "comments_url": api + "/comments",
            "events_url": api + "/events",
            "html_url": f"{self.base}/{repo.full_name}/{kind}/{issue.number}",
            "id": issue.id,
            "node_id": node_id("Issue", issue.id),
            "number": issue.number,
            "title": issue.title,
            "user": self.user(issue.user),
            "labels": [self.label(repo, repo.labels[name]) for name in issue.labels],
            "state": issue.state,
            "locked": issue.locked,
            "assignee": self.user(issue.assignees[0]) if issue.assignees else None,
            "assignees": [self.user(login) for login in issue.assignees],
            "milestone": None,
            "comments": len(issue.comments),
            "created_at": issue.created_at,
            "updated_at": issue.updated_at,
            "closed_at": issue.closed_at,
            "author_association": "OWNER" if issue.user == repo.owner else "CONTRIBUTOR",
            "active_lock_reason": None,
            "body": issue.body,
            "closed_by": self.user(issue.closed_by) if issue.closed_by else None,
            "reactions": self._reactions(api),
            "timeline_url": api + "/timeline",
            "performed_via_github_app": None,
            "state_reason": issue.state_reason,
        }
        if issue.pull is not None:
            pull = f"{self.base}/repos/{repo.full_name}/pulls/{issue.number}"
            html = str(shape["html_url"])
            shape["draft"] = issue.pull.draft
            shape["pull_request"] = {
                "url": pull,
                "html_url": html,
                "diff_url": html + ".diff",
                "patch_url": html + ".patch",
                "merged_at": issue.pull.merged_at,
            }
        return shape

    def comment(self, repo: Repository, issue: Issue, comment: Comment) -> Json:
        api = f"{self.base}/repos/{repo.full_name}/issues/comments/{comment.id}"
        return {
            "url": api,
            "html_url": f"{self.base}/{repo.full_name}/issues/{issue.number}#issuecomment-{comment.id}",
            "issue_url": f"{self.base}/repos/{repo.full_name}/issues/{issue.number}",
            "id": comment.id,
            "node_id": node_id("IssueComment", comment.id),
            "user": self.user(comment.user),
            "created_at": comment.created_at,
            "updated_at": comment.updated_at,
            "author_association": "OWNER" if comment.user == repo.owner else "CONTRIBUTOR",
            "body": comment.body,
            "reactions": self._reactions(api),
            "performed_via_github_app": None,
        }

    def _reactions(self, api: str) -> Json:
        kinds = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
        return {"url": api + "/reactions", "total_count": 0, **dict.fromkeys(kinds, 0)}


def node_id(kind: str, number: int) -> str:
    return base64.b64encode(f"{len(kind):03}:{kind}{number}".encode()).decode()
