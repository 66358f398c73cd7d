"""Every error of the engine has a class, and the class carries what the engine said."""

from __future__ import annotations

import json
import pickle

import pytest

from composio import _native, exceptions
from composio.exceptions import BY_KIND, BY_SLUG, ComposioError, error_from_json

TABLE = json.loads(_native.error_table())


def payload(slug: str, kind: str) -> str:
    error = {"slug": slug, "kind": kind, "code": 1, "status": 400, "message": "m", "retryable": True}
    return json.dumps({**error, "for_model": True, "context": {"nearest": "X"}})


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["slug"])
def test_every_error_of_the_engine_has_a_class_of_its_own_kind(row: dict[str, str]) -> None:
    error = error_from_json(payload(row["slug"], row["kind"]))
    kinds = [kind for kind, of in BY_KIND.items() if isinstance(error, of)]
    assert kinds == [row["kind"]]
    assert error.next_step


def test_an_account_that_has_to_be_connected_again_is_one_that_is_not_connected() -> None:
    error = error_from_json(payload("ConnectedAccount_Unusable", "not_connected"))
    assert type(error) is exceptions.NotConnectedError


def test_the_table_names_no_error_the_engine_does_not_have() -> None:
    assert set(BY_SLUG) <= {row["slug"] for row in TABLE}
    assert {row["kind"] for row in TABLE} <= set(BY_KIND)


def test_an_error_carries_what_the_engine_said() -> None:
    error = error_from_json(payload("ToolRouterV2_ToolNotFound", "not_found"))
    assert (error.slug, error.kind, error.code, error.status) == ("ToolRouterV2_ToolNotFound", "not_found", 1, 400)
    assert (str(error), error.retryable, error.for_model, error.context) == ("m", True, True, {"nearest": "X"})


def test_an_error_of_a_newer_engine_falls_back_on_its_kind_and_then_on_the_base() -> None:
    assert type(error_from_json(payload("New_Slug", "not_found"))) is exceptions.NotFoundError
    assert type(error_from_json(payload("New_Slug", "new_kind"))) is ComposioError


def test_an_error_survives_being_sent_between_processes() -> None:
    error = error_from_json(payload("ConnectedAccount_WaitTimeout", "timeout"))
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("of", "builtin"),
    [
        (exceptions.ComposioSDKTimeoutError, TimeoutError),
        (exceptions.UnknownOptionError, TypeError),
        (exceptions.FeatureNotAvailableError, NotImplementedError),
    ],
)
def test_errors_python_has_a_word_for_are_that_too(of: type[ComposioError], builtin: type[Exception]) -> None:
    assert issubclass(of, builtin)
    assert issubclass(of, ComposioError)
