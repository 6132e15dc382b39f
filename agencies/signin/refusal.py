"""Why a sign-in was refused: for the record, never for the page."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import ParamSpec

Facts = ParamSpec("Facts")


class Check(StrEnum):
    """Every check that a sign-in must pass; the name is kept in the record."""

    # what the browser brought back
    DUPLICATE_PARAMETER = "duplicate-parameter"
    STATE = "state"
    LOGIN_EXPIRED = "login-expired"
    BROWSER = "browser"
    OTHER_PROVIDER = "other-provider"
    ISSUER_PARAMETER = "issuer-parameter"
    PROVIDER_REFUSED = "provider-refused"
    CODE = "code"
    # how the provider answered us
    INSECURE_ADDRESS = "insecure-address"
    REDIRECTED = "redirected"
    TOO_LARGE = "too-large"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"
    METADATA_ISSUER = "metadata-issuer"
    METADATA = "metadata"
    TOKEN_EXCHANGE = "token-exchange"
    # what the ID token says
    TOKEN_FORM = "token-form"
    TOKEN_TYPE = "token-type"
    ALGORITHM = "algorithm"
    UNKNOWN_KEY = "unknown-key"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    AUTHORIZED_PARTY = "authorized-party"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    ISSUED_AT = "issued-at"
    NONCE = "nonce"
    ACCESS_TOKEN_HASH = "access-token-hash"
    SUBJECT = "subject"
    SESSION_ID = "session-id"
    AUTHENTICATION_TIME = "authentication-time"
    ASSURANCE = "assurance"
    METHODS = "methods"
    EMAIL = "email"
    EMAIL_DOMAIN = "email-domain"


class SignInRefused(Exception):
    """A sign-in that failed one check; the page says one neutral sentence and a reference."""

    def __init__(self, check: str) -> None:
        super().__init__(check)
        self.check = check


def pass_all(checks: Mapping[Check, Callable[Facts, bool]], *facts: Facts.args, **named: Facts.kwargs) -> None:
    """Every check of a table, in its order. Raises SignInRefused at the first that is not passed."""
    for check, passes in checks.items():
        if not passes(*facts, **named):
            raise SignInRefused(check)
