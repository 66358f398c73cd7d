"""What the authorization server remembers: consents, codes, and the tokens a user's consent led to.

A grant is one consent of one user. Its refresh tokens form a family: using one replaces it, and using a replaced one
again revokes the whole family, because then somebody holds a copy (RFC 9700 section 4.14.2).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

# The application that is registered from the start.
CLIENT_ID = "Iv1.standin0client01"
CLIENT_SECRET = "standin-client-secret-0123456789abcdef01"

CODE_SECONDS = 600.0
REFRESH_SECONDS = 15_811_200

# Long-lived tokens a user could have made in the settings page, one per user, for accounts connected by token.
PERSONAL_TOKENS = {
    "octocat": "ghp_standinOctocat0000000000000000000001",
    "hubot": "ghp_standinHubot000000000000000000000002",
}


@dataclass
class Consent:
    """A consent page that was shown and not answered yet."""

    client_id: str
    redirect_uri: str
    scopes: list[str]
    state: str
    challenge: str


@dataclass
class Code:
    consent: Consent
    login: str
    expires_at: float
    grant: Grant | None = None


@dataclass
class Grant:
    login: str
    scopes: list[str]
    revoked: bool = False
    current_refresh: str = ""
    access_tokens: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Tokens:
    access: str
    refresh: str
    scopes: list[str]


class Refused(Exception):
    """A token request that is not answered with a token. The message says why; `reason` is one of this module's."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Grants:
    """All consents, codes and tokens of one stand-in. `clock` gives seconds and is replaced in tests."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._consents: dict[str, Consent] = {}
        self._codes: dict[str, Code] = {}
        self._families: dict[str, Grant] = {}
        self._grants: list[Grant] = []

    def ask(self, consent: Consent) -> str:
        """Remembers a consent page; its id is what the page's form sends back."""
        consent_id = secrets.token_urlsafe(16)
        self._consents[consent_id] = consent
        return consent_id

    def answered(self, consent_id: str) -> Consent | None:
        return self._consents.pop(consent_id, None)

    def issue_code(self, consent: Consent, login: str) -> str:
        code = secrets.token_hex(10)
        self._codes[code] = Code(consent, login, self._clock() + CODE_SECONDS)
        return code

    def exchange(self, code: str, client_id: str, redirect_uri: str, verifier: str, seconds: int) -> Tokens:
        """A code for tokens, once. A code that comes back revokes what it gave."""
        known = self._codes.get(code)
        if known is None or known.consent.client_id != client_id or self._clock() >= known.expires_at:
            raise Refused("bad_code", "The code passed is incorrect or expired.")
        if known.grant is not None:
            known.grant.revoked = True
            raise Refused("bad_code", "The code passed was used before.")
        if redirect_uri != known.consent.redirect_uri:
            raise Refused("bad_redirect", "The redirect_uri is not the one the code was issued for.")
        if known.consent.challenge and known.consent.challenge != challenge_of(verifier):
            raise Refused("bad_code", "The code_verifier does not match the code_challenge.")
        grant = Grant(known.login, known.consent.scopes)
        known.grant = grant
        self._grants.append(grant)
        return self._issue(grant, seconds)

    def refresh(self, refresh_token: str, seconds: int, *, rotate: bool) -> Tokens:
        grant = self._families.get(refresh_token)
        if grant is None or grant.revoked:
            raise Refused("bad_refresh", "The refresh token passed is incorrect or expired.")
        if refresh_token != grant.current_refresh:
            grant.revoked = True
            raise Refused("bad_refresh", "The refresh token was used before; the grant is revoked.")
        return self._issue(grant, seconds, keep_refresh=not rotate)

    def user_of(self, access_token: str) -> tuple[str, list[str]] | None:
        """Whose token this is and its scopes, or None where it is not good (any more)."""
        for login, personal in PERSONAL_TOKENS.items():
            if access_token == personal:
                return login, ["repo", "user"]
        for grant in self._grants:
            expires_at = grant.access_tokens.get(access_token)
            if expires_at is not None and not grant.revoked and self._clock() < expires_at:
                return grant.login, grant.scopes
        return None

    def expire_access_tokens(self) -> int:
        """All access tokens are dead from now on; refresh tokens still work. Returns how many were alive."""
        alive = 0
        for grant in self._grants:
            alive += sum(1 for at in grant.access_tokens.values() if at > self._clock())
            grant.access_tokens = dict.fromkeys(grant.access_tokens, 0.0)
        return alive

    def revoke(self, *, login: str | None = None) -> int:
        """Ends every grant, or one user's. Returns how many stood."""
        ended = [grant for grant in self._grants if not grant.revoked and login in (None, grant.login)]
        for grant in ended:
            grant.revoked = True
        return len(ended)

    def revoke_token(self, token: str, *, whole_grant: bool) -> bool:
        for grant in self._grants:
            if token in grant.access_tokens and not grant.revoked:
                grant.access_tokens.pop(token)
                grant.revoked = whole_grant
                return True
        return False

    def _issue(self, grant: Grant, seconds: int, *, keep_refresh: bool = False) -> Tokens:
        access = "ghu_" + secrets.token_hex(18)
        grant.access_tokens[access] = self._clock() + seconds
        if not keep_refresh:
            grant.current_refresh = "ghr_" + secrets.token_hex(38)
            self._families[grant.current_refresh] = grant
        return Tokens(access, grant.current_refresh, grant.scopes)


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
