"""Authlib's server parts, joined for one tenant: code flow with PKCE S256, nonce, RFC 9207 and sign-out."""

import secrets
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, InvalidRequestError, OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc.jwk import KeySet, RSAKey
from starlette.responses import JSONResponse, Response

from agencies.demo_idp.tenant import Code, Codes, DemoTenant, Entrance
from marac import clock

ALGORITHM = "RS256"
TOKEN_LIVES = 300  # seconds
Pairs = list[tuple[str, str]]


class Parameters(OAuth2Payload):
    """OAuth parameters as Authlib wants them: the last of each, and all of each."""

    def __init__(self, pairs: Pairs) -> None:
        self._all: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in pairs:
            self._all[name].append(value)

    @property
    def data(self) -> dict[str, str]:
        return {name: values[-1] for name, values in self._all.items()}

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        return self._all


class ReadRequest(OAuth2Request):
    """A Starlette request whose form has been read, for Authlib's synchronous server."""

    def __init__(self, method: str, url: str, headers: Mapping[str, str], parameters: Pairs) -> None:
        super().__init__(method, url, headers=headers)
        self.payload = Parameters(parameters)

    @property
    def args(self) -> dict[str, str]:
        return dict(self.payload.data)

    @property
    def form(self) -> dict[str, str]:
        return dict(self.payload.data)


class TenantServer(AuthorizationServer):
    """One tenant's provider at its issuer; made per request, the codes and the key outlive it."""

    def __init__(self, tenant: DemoTenant, issuer: str, codes: Codes, key: RSAKey) -> None:
        super().__init__(scopes_supported=["openid", "email"])
        self.tenant, self.issuer, self.codes, self.key = tenant, issuer, codes, key
        self.register_token_generator("default", _bearer)
        self.register_grant(CodeGrant, [S256Only(), IdToken(self)])
        self.register_endpoint(SignOut(self))

    def query_client(self, client_id: str) -> DemoTenant | None:
        return self.tenant if client_id == self.tenant.client_id else None

    def create_oauth2_request(self, request: OAuth2Request) -> OAuth2Request:
        return request

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Response:
        # 303, so that the answer to the picker's POST is fetched, not posted on.
        status = 303 if status == 302 else status
        made = JSONResponse(body, status) if isinstance(body, dict) else Response(body, status)
        made.headers.update(dict(headers))
        return made

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Nothing here answers to an access token, so none is kept."""

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def public_keys(self) -> dict[str, Any]:
        """The key set as published."""
        return dict(KeySet([self.key]).as_dict(private=False, use="sig", alg=ALGORITHM))


def _bearer(*, scope: str, **_: Any) -> dict[str, Any]:
    return {
        "token_type": "Bearer",
        "access_token": secrets.token_urlsafe(32),
        "expires_in": TOKEN_LIVES,
        "scope": scope,
    }


class CodeGrant(AuthorizationCodeGrant):
    """The authorization code flow."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        asked = request.payload.data
        self.server.codes.keep(
            Code(
                value=code,
                client_id=request.client.client_id,
                redirect_uri=asked["redirect_uri"],
                scope=request.scope,
                nonce=asked["nonce"],
                code_challenge=asked["code_challenge"],
                code_challenge_method=asked["code_challenge_method"],
                entrance=request.user,
            )
        )

    def query_authorization_code(self, code: str, client: DemoTenant) -> Code | None:
        # Taken at the first look, so that a failed exchange spends it too.
        codes: Codes = self.server.codes
        return codes.take(code, client.client_id)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Already taken."""

    def authenticate_user(self, authorization_code: Code) -> Entrance:
        return authorization_code.entrance


class S256Only(CodeChallenge):
    """PKCE for every client; Authlib itself lets a confidential client go without."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE with S256 is required.")
        super().validate_code_challenge(grant, redirect_uri)


class IdToken(OpenIDCode):
    """What the ID token says."""

    def __init__(self, server: TenantServer) -> None:
        super().__init__(require_nonce=True)
        self.server = server

    def validate_openid_authorization_request(self, grant: CodeGrant, redirect_uri: str) -> None:
        if "redirect_uri" not in grant.request.payload.data:
            raise InvalidRequestError("Missing redirect_uri in request.")
        super().validate_openid_authorization_request(grant, redirect_uri)

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return self.server.codes.knows_nonce(nonce)

    def resolve_client_private_key(self, client: DemoTenant) -> RSAKey:
        return self.server.key

    def get_client_algorithm(self, client: DemoTenant) -> str:
        return ALGORITHM

    def get_encode_header(self, client: DemoTenant) -> dict[str, Any]:
        return {"alg": ALGORITHM, "kid": self.server.key.kid}

    def get_client_claims(self, client: DemoTenant) -> dict[str, Any]:
        now = int(clock.now().timestamp())
        return {"iss": self.server.issuer, "aud": client.client_id, "iat": now, "exp": now + TOKEN_LIVES}

    def get_authorization_code_claims(self, authorization_code: Code) -> dict[str, Any]:
        return {**super().get_authorization_code_claims(authorization_code), "sid": authorization_code.sid}

    def generate_user_info(self, user: Entrance, scope: str) -> dict[str, Any]:
        claims: dict[str, Any] = {"sub": user.person.subject}
        if "email" in scope.split():
            claims |= {"email": user.person.email, "email_verified": True}
        return claims


class SignOut(EndSessionEndpoint):
    """RP-initiated sign-out; this provider keeps no session of its own, so there is only the way back."""

    def get_server_jwks(self) -> KeySet:
        return KeySet([self.server.key])

    def get_algorithms(self) -> list[str]:
        return [ALGORITHM]

    def is_post_logout_redirect_uri_legitimate(
        self, request: Any, post_logout_redirect_uri: str, client: DemoTenant, logout_hint: str | None
    ) -> bool:
        """Yes: it is the registered one, and nothing ends here that a stranger could end."""
        return True

    def end_session(self, end_session_request: Any) -> None:
        """The next sign-in asks who you are again anyway."""
