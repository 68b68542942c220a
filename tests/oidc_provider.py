"""A small OpenID Connect provider on this machine, for the tests of the sign-in: discovery, keys, code flow with PKCE and nonce.

It lets in whoever comes, as `person`. `twist` changes the claims of the next token, to see what is made of a token that is wrong.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey
from served import served

CLIENT, SECRET = "reisgenoot", "een-geheim-van-de-client"


class Provider(ThreadingHTTPServer):
    """`asked`: the paths that were asked; `codes`: what belongs to a code that was given out."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.key = RSAKey.generate_key(2048, parameters={"kid": "een"})
        self.sign_with = self.key
        self.person: dict[str, Any] = {"sub": "7", "preferred_username": "a.jansen", "groups": []}
        self.twist: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault."""


class Request(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.server.asked.append(url.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        match url.path:
            case "/.well-known/openid-configuration":
                self.give(self.metadata())
            case "/jwks":
                self.give({"keys": [self.server.key.as_dict(private=False)]})
            case "/authorize":
                self.authorize(query)
            case _:
                self.give({}, 404)

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.token({name: values[0] for name, values in form.items()})

    def metadata(self) -> dict[str, Any]:
        issuer = self.server.issuer
        return {
            "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks", "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip

    def authorize(self, query: dict[str, str]) -> None:
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert query["nonce"]
        code = secrets.token_hex(8)
        self.server.codes[code] = query
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
        self.end_headers()

    def token(self, form: dict[str, str]) -> None:
        asked = self.server.codes.pop(form.get("code", ""), None)
        known = self.headers["Authorization"] == "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        verifier = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if not asked or not known or verifier != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            self.give({"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {
            **self.server.person,
            "iss": self.server.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        signed = jwt.encode({"alg": "RS256", "kid": "een"}, self.server.twist(claims), self.server.sign_with)
        self.give({"access_token": secrets.token_hex(8), "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    def give(self, what: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


@contextmanager
def providing() -> Iterator[Provider]:
    with served(Provider()) as provider:
        yield provider
