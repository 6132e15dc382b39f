"""What an administrator is told of a trial: which check refused it, in a sentence, and how far it got."""

from collections.abc import Sequence
from dataclasses import dataclass

from agencies.signin.refusal import Check
from agencies.signin.register import Unregistered

_SAID: dict[str, str] = {
    Check.DUPLICATE_PARAMETER: "The provider sent the browser back with a parameter twice.",
    Check.STATE: "The provider sent the browser back without the state it was given.",
    Check.LOGIN_EXPIRED: "It took longer than ten minutes.",
    Check.BROWSER: "Another browser came back than the one that set out.",
    Check.OTHER_PROVIDER: "The browser came back to the redirect address of another provider.",
    Check.ISSUER_PARAMETER: "The answer names another issuer, or none although the metadata promises one (RFC 9207).",
    Check.PROVIDER_REFUSED: "The provider itself answered with an error: it knows more in its own log.",
    Check.CODE: "The answer holds no authorization code.",
    Check.INSECURE_ADDRESS: "One of the provider's addresses does not begin with https://.",
    Check.REDIRECTED: "The provider redirects where it must answer.",
    Check.TOO_LARGE: "The provider's answer is larger than 256 KB.",
    Check.UNREACHABLE: "The provider cannot be reached, or did not answer within five seconds.",
    Check.UNREADABLE: "The provider's answer is not the JSON that it should be.",
    Check.METADATA_ISSUER: "The metadata names another issuer than the one registered here.",
    Check.METADATA: "The metadata lacks an address that is needed.",
    Check.TOKEN_EXCHANGE: "The provider did not give tokens for the code: check the client ID, the secret or key and "
    "the redirect address.",
    Check.TOKEN_FORM: "The ID token cannot be read.",
    Check.TOKEN_TYPE: "What came as ID token is another kind of token (typ).",
    Check.ALGORITHM: "The ID token is signed with an algorithm that is not allowed here.",
    Check.UNKNOWN_KEY: "The key that signed the ID token is not among those published.",
    Check.SIGNATURE: "The signature of the ID token is wrong.",
    Check.ISSUER: "The ID token names another issuer (iss).",
    Check.AUDIENCE: "The ID token was made for another client, or for others too (aud).",
    Check.AUTHORIZED_PARTY: "The ID token was asked for by another client (azp).",
    Check.EXPIRED: "The ID token has expired: compare the provider's clock with this one.",
    Check.NOT_YET_VALID: "The ID token is not valid yet: compare the provider's clock with this one.",
    Check.ISSUED_AT: "The time of issue of the ID token is missing, in the future or too long ago (iat).",
    Check.NONCE: "The ID token answers to another sign-in (nonce).",
    Check.ACCESS_TOKEN_HASH: "The access token is not the one the ID token was made with (at_hash).",
    Check.SUBJECT: "The ID token names nobody (sub).",
    Check.SESSION_ID: "The session named in the ID token is none (sid).",
    Check.AUTHENTICATION_TIME: "The last sign-in there is too long ago, or its time is not given (auth_time).",
    Check.ASSURANCE: "The sign-in was not as strong as required here (acr).",
    Check.METHODS: "The methods required here were not all used (amr).",
    Check.EMAIL: "The ID token holds no e-mail address, or one that is not verified.",
    Check.EMAIL_DOMAIN: "The e-mail address belongs to none of the domains registered here.",
    Unregistered.PROVIDER_SETTINGS: "The settings kept here cannot be used: enter the secret again.",
}
_FETCHING = "The provider's metadata, tokens and keys come safely"
_STAGES: tuple[tuple[str, frozenset[Check]], ...] = (
    (
        "The browser that set out came back, in time and to its own address",
        frozenset({Check.DUPLICATE_PARAMETER, Check.STATE, Check.LOGIN_EXPIRED, Check.BROWSER, Check.OTHER_PROVIDER}),
    ),
    (
        "The right provider answered, with a code",
        frozenset({Check.ISSUER_PARAMETER, Check.PROVIDER_REFUSED, Check.CODE}),
    ),
    (
        _FETCHING,
        frozenset({
            Check.INSECURE_ADDRESS, Check.REDIRECTED, Check.TOO_LARGE, Check.UNREACHABLE, Check.UNREADABLE,
            Check.METADATA_ISSUER, Check.METADATA, Check.TOKEN_EXCHANGE,
        }),
    ),
    (
        "The ID token is signed with a published key and an allowed algorithm",
        frozenset({Check.TOKEN_FORM, Check.TOKEN_TYPE, Check.ALGORITHM, Check.UNKNOWN_KEY, Check.SIGNATURE}),
    ),
    (
        "It was made for this client, for this sign-in, just now",
        frozenset({
            Check.ISSUER, Check.AUDIENCE, Check.AUTHORIZED_PARTY, Check.EXPIRED, Check.NOT_YET_VALID, Check.ISSUED_AT,
            Check.NONCE, Check.ACCESS_TOKEN_HASH, Check.SUBJECT, Check.SESSION_ID,
        }),
    ),
    (
        "The sign-in was recent and strong enough",
        frozenset({Check.AUTHENTICATION_TIME, Check.ASSURANCE, Check.METHODS}),
    ),
    ("The e-mail address belongs to the agency", frozenset({Check.EMAIL, Check.EMAIL_DOMAIN})),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of a sign-in: passed, refused, or not known because it was never reached."""

    words: str
    state: str


def sentence(check: str) -> str:
    """A check in words; its own name where there are none."""
    return _SAID.get(check, check.replace("-", " ").capitalize() + ".")


def stages(refused_at: str) -> Sequence[Stage]:
    """How far a trial got; `refused_at` empty: all the way."""
    at = next((place for place, (_, checks) in enumerate(_STAGES) if refused_at in checks), None)
    if refused_at and at is None:
        return []
    found = []
    for place, (words, _) in enumerate(_STAGES):
        if at is None or place < at:
            # Metadata is fetched before the answer is looked at, so a failure there says nothing of the answer.
            unknown = at is not None and _STAGES[at][0] == _FETCHING and place == at - 1
            found.append(Stage(words, "not known" if unknown else "passed"))
        else:
            found.append(Stage(words, "refused" if place == at else "not reached"))
    return found
