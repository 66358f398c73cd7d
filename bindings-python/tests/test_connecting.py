"""Waiting for a user to connect: what comes of it, and what it says when nothing does."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from browser import Browser
from composio import AsyncComposio, Composio
from composio.exceptions import (
    ComposioMultipleConnectedAccountsError,
    ComposioSDKTimeoutError,
    ConnectedAccountNotFoundError,
    ConnectionFailedError,
    InvalidParams,
    NotAllowedError,
)
from composio.types import auth_scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from composio.models import ConnectedAccount
    from standin import StandIn


def test_a_wait_ends_when_the_user_has_connected(composio: Composio[Any], github_config: str) -> None:
    request = composio.connected_accounts.link("ana", github_config)
    assert request.redirect_url
    user = threading.Thread(target=Browser().connect, args=(request.redirect_url,))
    user.start()
    account = request.wait_for_connection(timeout=10)
    user.join()
    assert (account.id, account.user_id, account.status) == (request.id, "ana", "ACTIVE")
    assert request.status == "ACTIVE"
    assert set(account.state.val.values()) <= {"REDACTED"}


def test_a_request_is_initiated_as_soon_as_there_is_a_link(composio: Composio[Any], github_config: str) -> None:
    session = composio.create("ana", auth_configs={"github": github_config})
    requests = [
        session.authorize("github"),
        composio.connected_accounts.link("ana", github_config),
        composio.connected_accounts.initiate("ana", github_config),
        composio.toolkits.authorize(user_id="ana", toolkit="github"),
    ]
    assert [request.status for request in requests] == ["INITIATED"] * 4
    assert all(request.redirect_url for request in requests)


def test_a_toolkit_is_connected_without_a_session(composio: Composio[Any], github_config: str) -> None:
    request = composio.toolkits.authorize(user_id="ana", toolkit="github", callback_url="http://localhost:9/done")
    assert request.redirect_url
    page = Browser().press(Browser().open(request.redirect_url))
    assert page.status == 200
    with pytest.raises(InvalidParams, match="callback_url"):
        composio.toolkits.authorize(user_id="ana", toolkit="github", callback_url="nowhere")
    assert composio.connected_accounts.get(request.id).auth_config.id == github_config


async def test_a_request_of_ones_own_goes_out_with_an_account(
    composio: Composio[Any], settings: dict[str, Any], connect: Callable[..., ConnectedAccount]
) -> None:
    account = connect("ana")
    answer = composio.tools.proxy(
        endpoint="/repos/octocat/hello-world/issues",
        method="GET",
        connected_account_id=account.id,
        parameters=[{"name": "per_page", "value": 1, "type": "query"}],
    )
    assert (answer.status, len(answer.data)) == (200, 1)
    created = composio.tools.proxy(
        endpoint="/repos/octocat/hello-world/issues",
        method="POST",
        connected_account_id=account.id,
        body={"title": "By proxy"},
    )
    assert (created.status, created.data["title"]) == (201, "By proxy")
    with pytest.raises(NotAllowedError):
        composio.tools.proxy(endpoint="https://evil.example/", method="GET", connected_account_id=account.id)
    async with AsyncComposio(**settings) as second:
        same = await second.tools.proxy(endpoint="/user", method="GET", connected_account_id=account.id)
        assert same.data["login"] == "octocat"
        request = await second.toolkits.authorize(user_id="bob", toolkit="github")
        assert request.status == "INITIATED"


async def test_a_wait_ends_when_the_user_has_connected_with_asyncio(settings: dict[str, Any], standin: StandIn) -> None:
    async with AsyncComposio(**settings) as composio:
        config = await composio.auth_configs.create("github", options=standin.github_options())
        session = await composio.create("ana", auth_configs={"github": config.id})
        request = await session.authorize("github")
        assert request.redirect_url
        waiting = asyncio.create_task(request.wait_for_connection(timeout=10))
        await asyncio.to_thread(Browser().connect, request.redirect_url)
        assert (await waiting).status == "ACTIVE"


def test_a_wait_says_that_nothing_happened_in_time(composio: Composio[Any], github_config: str) -> None:
    request = composio.connected_accounts.link("ana", github_config)
    with pytest.raises(ComposioSDKTimeoutError) as caught:
        request.wait_for_connection(timeout=0.01)
    assert isinstance(caught.value, TimeoutError)
    assert "github" in caught.value.message


def test_a_wait_says_that_the_user_declined(composio: Composio[Any], github_config: str) -> None:
    request = composio.connected_accounts.link("ana", github_config)
    assert request.redirect_url
    user = Browser()
    user.press(user.press(user.open(request.redirect_url)), decision="deny")
    with pytest.raises(ConnectionFailedError):
        request.wait_for_connection(timeout=10)


@pytest.mark.parametrize("timeout", [float("inf"), float("nan"), "soon"])
def test_a_timeout_is_a_number_of_seconds(composio: Composio[Any], timeout: Any) -> None:
    with pytest.raises(InvalidParams, match="timeout"):
        composio.connected_accounts.wait_for_connection("ca_x", timeout=timeout)


def test_waiting_for_an_account_that_does_not_exist_fails_at_once(composio: Composio[Any]) -> None:
    with pytest.raises(ConnectedAccountNotFoundError, match="ca_nothing"):
        composio.connected_accounts.wait_for_connection("ca_nothing")


def test_a_second_account_has_to_be_asked_for(
    composio: Composio[Any], github_config: str, connect: Callable[..., ConnectedAccount]
) -> None:
    connect("ana")
    with pytest.raises(ComposioMultipleConnectedAccountsError):
        composio.connected_accounts.link("ana", github_config)
    assert composio.connected_accounts.link("ana", github_config, allow_multiple=True).redirect_url


def test_a_key_the_caller_holds_connects_without_a_link(composio: Composio[Any], standin: StandIn) -> None:
    config = composio.auth_configs.create(
        "exa", {"type": "use_custom_auth", "auth_scheme": "API_KEY", "credentials": {"base_url": standin.url}}
    )
    state = auth_scheme.api_key({"generic_api_key": standin.exa_api_key})
    request = composio.connected_accounts.initiate("ana", config.id, config=state)
    assert (request.status, request.redirect_url) == ("ACTIVE", None)
    assert request.wait_for_connection().toolkit.slug == "exa"


def test_a_credential_is_tried_and_an_account_says_whose_it_is(
    composio: Composio[Any], standin: StandIn, connect: Callable[..., ConnectedAccount]
) -> None:
    account = connect("ana")
    asked = composio.connected_accounts.whoami(account.id)
    assert (asked.id, asked.accepted, asked.identity) == (account.id, True, "octocat")
    assert composio.connected_accounts.get(account.id).identity == "octocat"

    config = composio.auth_configs.create(
        "github", {"type": "use_custom_auth", "auth_scheme": "BEARER_TOKEN", "credentials": {"base_url": standin.url}}
    )
    mistyped = auth_scheme.bearer_token({"token": "ghp_mistyped"})
    with pytest.raises(ConnectionFailedError, match="does not accept"):
        composio.connected_accounts.initiate("bob", config.id, config=mistyped, verify=True)
    assert composio.connected_accounts.list(user_ids=["bob"]).items == []


def test_an_oauth_client_is_checked_before_it_is_kept(composio: Composio[Any], standin: StandIn) -> None:
    client = {"client_id": standin.client_id, "token_url": f"{standin.url}/login/oauth/access_token"}
    for secret, accepted in [(standin.client_secret, True), ("wrong", False)]:
        checked = composio.auth_configs.check("github", credentials={**client, "client_secret": secret})
        assert checked.accepted is accepted, checked.message
    assert composio.auth_configs.list().items == []


def test_the_secrets_of_a_config_and_of_an_account_do_not_come_back(
    composio: Composio[Any], github_config: str, standin: StandIn, connect: Callable[..., ConnectedAccount]
) -> None:
    account = connect("ana")
    config = composio.auth_configs.get(github_config)
    assert config.credentials["client_secret"] == "REDACTED"
    assert standin.client_secret not in repr(config) + repr(account) + repr(composio)


def test_accounts_are_listed_disabled_enabled_renamed_refreshed_and_deleted(
    composio: Composio[Any], connect: Callable[..., ConnectedAccount]
) -> None:
    accounts = composio.connected_accounts
    account = connect("ana")
    assert [found.id for found in accounts.list(user_ids=["ana"])] == [account.id]
    assert accounts.list(user_ids=["bob"]).items == []
    assert accounts.disable(account.id).success
    assert accounts.get(account.id).status == "INACTIVE"
    assert accounts.enable(account.id).success
    assert accounts.update(account.id, alias="work").alias == "work"
    assert accounts.refresh(account.id).status == "ACTIVE"
    assert accounts.delete(account.id).success
    with pytest.raises(ConnectedAccountNotFoundError):
        accounts.get(account.id)


def test_a_user_can_be_erased(composio: Composio[Any], connect: Callable[..., ConnectedAccount]) -> None:
    account = connect("ana")
    composio.create("ana")
    erased = composio.users.delete("ana")
    assert (erased.deleted["sessions"], erased.deleted["connected_accounts"]) == (1, 1)
    with pytest.raises(ConnectedAccountNotFoundError):
        composio.connected_accounts.get(account.id)
