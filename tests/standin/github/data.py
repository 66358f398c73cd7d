"""What the stand-in's GitHub holds: users, repositories, and what is in them. Plain data; shapes are made elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone


@dataclass
class User:
    id: int
    login: str
    name: str
    email: str
    bio: str


@dataclass
class Label:
    id: int
    name: str
    color: str = "ededed"
    description: str | None = None


@dataclass
class Comment:
    id: int
    user: str
    body: str
    created_at: str
    updated_at: str


@dataclass
class Review:
    id: int
    user: str
    body: str
    state: str
    submitted_at: str


@dataclass
class Pull:
    """What makes an issue a pull request."""

    head: str
    base: str
    draft: bool = False
    merged_at: str | None = None
    merged_by: str | None = None
    merge_commit_sha: str | None = None
    reviews: list[Review] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)


@dataclass
class Issue:
    """An issue or, with `pull`, a pull request: they share one numbering."""

    id: int
    number: int
    user: str
    title: str
    body: str | None
    created_at: str
    updated_at: str
    labels: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    state: str = "open"
    state_reason: str | None = None
    closed_at: str | None = None
    closed_by: str | None = None
    locked: bool = False
    comments: list[Comment] = field(default_factory=list)
    pull: Pull | None = None


@dataclass
class Commit:
    sha: str
    parent: str | None
    author: str
    message: str
    date: str
    # Everything in the tree after this commit, by path.
    files: dict[str, bytes]


@dataclass
class Release:
    id: int
    tag_name: str
    name: str
    body: str
    author: str
    draft: bool
    prerelease: bool
    target: str
    created_at: str


@dataclass
class Repository:
    id: int
    owner: str
    name: str
    description: str | None
    private: bool
    created_at: str
    updated_at: str
    default_branch: str = "main"
    language: str | None = None
    fork_of: str | None = None
    topics: list[str] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    issues: dict[int, Issue] = field(default_factory=dict)
    commits: dict[str, Commit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    stargazers: list[str] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"

    def commit_at(self, ref: str | None) -> Commit | None:
        """The commit a branch name or a sha means; without one, the default branch's."""
        name = (ref or self.default_branch).removeprefix("refs/heads/").removeprefix("heads/")
        return self.commits.get(self.branches.get(name, name))

    def history(self, ref: str | None) -> list[Commit]:
        """The commits reachable from `ref`, newest first."""
        found: list[Commit] = []
        commit = self.commit_at(ref)
        while commit is not None:
            found.append(commit)
            commit = self.commits.get(commit.parent) if commit.parent else None
        return found


class GitHub:
    """All users and repositories. Starts with what `seed` says; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last_id = 1000
        self.users: dict[str, User] = {}
        self.repositories: dict[str, Repository] = {}
        seed(self)

    def now(self) -> str:
        return datetime.fromtimestamp(self._clock(), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def repository(self, owner: str, name: str) -> Repository | None:
        return self.repositories.get(f"{owner}/{name}".lower())

    def add_repository(self, owner: str, name: str, description: str | None, *, private: bool = False) -> Repository:
        now = self.now()
        repository = Repository(self.new_id(), owner, name, description, private, now, now)
        for label, color in (("bug", "d73a4a"), ("documentation", "0075ca"), ("enhancement", "a2eeef")):
            repository.labels[label] = Label(self.new_id(), label, color)
        self.repositories[repository.full_name.lower()] = repository
        return repository

    def add_issue(self, repository: Repository, user: str, title: str, body: str | None) -> Issue:
        now = self.now()
        number = max(repository.issues, default=0) + 1
        issue = Issue(self.new_id(), number, user, title, body, now, now)
        repository.issues[number] = issue
        return issue

    def add_comment(self, issue: Issue, user: str, body: str) -> Comment:
        now = self.now()
        comment = Comment(self.new_id(), user, body, now, now)
        issue.comments.append(comment)
        issue.updated_at = now
        return comment

    def commit(self, repository: Repository, branch: str, author: str, message: str, files: dict[str, bytes]) -> Commit:
        """Adds a commit with the tree `files` on top of `branch`, which is created where it does not exist."""
        parent = repository.branches.get(branch)
        digest = hashlib.sha1(
            f"{repository.full_name}{branch}{parent}{message}{self.new_id()}".encode(), usedforsecurity=False
        )
        commit = Commit(digest.hexdigest(), parent, author, message, self.now(), files)
        repository.commits[commit.sha] = commit
        repository.branches[branch] = commit.sha
        repository.updated_at = commit.date
        return commit


def seed(github: GitHub) -> None:
    """Two users and two repositories, enough to list, search and page through."""
    github.users["octocat"] = User(583231, "octocat", "The Octocat", "octocat@example.com", "Stand-in for a person")
    github.users["hubot"] = User(480938, "hubot", "Hubot", "hubot@example.com", "Stand-in for a machine")
    hello = github.add_repository("octocat", "hello-world", "My first repository on the stand-in")
    hello.language, hello.topics, hello.stargazers = "Python", ["example", "greeting"], ["hubot"]
    readme = b"# Hello, world\n\nThis repository says hello.\n"
    github.commit(hello, "main", "octocat", "Add a readme", {"README.md": readme})
    files = {"README.md": readme, "src/hello.py": b'print("hello")\n'}
    github.commit(hello, "main", "octocat", "Say hello", files)
    hello.branches["greeting"] = hello.branches["main"]
    github.commit(hello, "greeting", "hubot", "Greet by name", {**files, "src/greet.py": b'print("hello, you")\n'})
    crash = github.add_issue(
        hello, "hubot", "Crash when the name is empty", "Start it without a name: it stops with an error."
    )
    crash.labels = ["bug"]
    github.add_comment(crash, "octocat", "I can see this too.")
    github.add_issue(hello, "octocat", "Explain how to install it", "The readme should say how.").labels = [
        "documentation"
    ]
    pull = github.add_issue(hello, "hubot", "Greet by name", "Says hello to somebody.")
    pull.pull = Pull(head="greeting", base="main")
    notes = github.add_repository("octocat", "notes", "Private notes", private=True)
    github.commit(notes, "main", "octocat", "Start", {"notes.md": b"- buy milk\n"})
