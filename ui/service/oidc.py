"""Signing in with an OpenID Connect provider: the only file that knows authlib. The code flow with PKCE, state and nonce.

Nothing is asked of the provider before the first visitor signs in.
"""

import logging
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from ui.service import texts
from ui.service.errors import SignInError
from ui.service.settings import ServiceSettings

LOG = logging.getLogger("reisgenoot.sign_in")
LEEWAY = 60
"""Seconds that the clocks of both sides may differ."""
PATIENCE = 10.0
GROUP_CLAIMS = ("groups", "roles")
FAULTS = (AuthlibBaseError, JoseError, httpx2.HTTPError, RuntimeError, ValueError, KeyError, TypeError)
"""What authlib and its parts raise on a provider that cannot be reached or does not say what it must; RuntimeError among them."""


class Provider:
    """The provider that the settings name."""

    def __init__(self, settings: ServiceSettings, back: str) -> None:
        self.settings, self.back = settings, settings.url + back
        self._client: Any = OAuth().register(
            "provider",
            client_id=settings.oidc_client,
            client_secret=settings.oidc_secret or None,
            server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": "client_secret_basic" if settings.oidc_secret else "none",
                "timeout": PATIENCE,
            },
        )

    async def away(self, request: Request) -> Response:
        """Send the visitor to the provider. Raises SignInError when it cannot be reached."""
        try:
            await self._issuer()
            answer: Response = await self._client.authorize_redirect(request, self.back)
        except FAULTS as fault:
            raise _refused(fault, texts.PROVIDER_AWAY) from fault
        return answer

    async def back_with(self, request: Request) -> tuple[str, list[str]]:
        """The name of the visitor whom the provider sent back, and the groups that the settings name. Raises SignInError."""
        try:
            issuer = await self._issuer()
            wanted = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": self.settings.oidc_client}}
            token = await self._client.authorize_access_token(request, claims_options=wanted, leeway=LEEWAY)
            claims = dict(token["userinfo"])
        except FAULTS as fault:
            raise _refused(fault, texts.SIGN_IN_FAILED) from fault
        name = claims.get(self.settings.oidc_name)
        if not isinstance(name, str) or not name.strip():
            LOG.warning("the provider gives no claim %s", self.settings.oidc_name)
            raise SignInError(texts.SIGN_IN_FAILED)
        groups = [str(g) for claim in GROUP_CLAIMS for g in claims.get(claim) or () if isinstance(claims[claim], list)]
        return name, [group for group in groups if f"group:{group}" in self.settings.editors]

    async def _issuer(self) -> str:
        """The name that the provider gives itself, which must be the one in the settings."""
        metadata = await self._client.load_server_metadata()
        issuer = str(metadata["issuer"])
        if issuer.rstrip("/") != self.settings.oidc_issuer:
            raise ValueError("the provider gives itself another name")
        return issuer


def _refused(fault: Exception, words: str) -> SignInError:
    """The log gets the kind of fault; its text may hold a token."""
    LOG.warning("signing in failed", extra={"details": {"fault": type(fault).__name__}})
    return SignInError(words)
