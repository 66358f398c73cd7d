"""Parts of the protocol's official package that are not here yet.

Reaching for one raises an error that says so and what there is meanwhile, instead of Python's word on attributes.
"""

from __future__ import annotations

from .exceptions import MissingPartError

_WHERE = 'The README\'s "What there is, and what there is not yet" tells what else is to come'

MISSING = {
    "triggers": "triggers; ask the provider with a tool, as in `session.execute(slug)`, at times of your own",
    "files": "files; give a tool the file's text or address where its arguments take one",
    "webhooks": "webhooks; `request.wait_for_connection()` tells when a user has connected",
    "session_configs": "saved session configs; give `composio.create(user_id=…, …)` the same options each time",
}


def missing_part(name: str) -> MissingPartError | None:
    """The error for an attribute of the client that stands for a part not built yet."""
    what = MISSING.get(name)
    if what is None:
        return None
    return MissingPartError(
        f"`composio.{name}` is not there: this version has no {what}. {_WHERE}",
        slug="Feature_NotAvailable",
        code=10501,
        status=501,
        kind="unsupported",
        context={"feature": name},
    )
