"""What a hostile or careless provider may put into an ID token, and the check that stops it."""

import asyncio
import base64
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from authlib.oidc.core.util import create_half_hash
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import json_b64encode, urlsafe_b64encode

from agencies.signin.refusal import Check, SignInRefused
from marac import clock
from tests.agencies.signin.hostile import GONE, KEY, Hostile, settings

Change = Callable[[Hostile], None]
STRANGER = ECKey.generate_key("P-256", {"kid": "first"})
NAMELESS_SECOND = ECKey.generate_key("P-256", {"kid": "second"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
LONGER = ECKey.generate_key("P-384", {"kid": "first"})
NEVER = float("inf")
NOT_A_NUMBER = float("nan")
HUGE = 10**400  # no float holds it


def says(**claims: Any) -> Change:
    return lambda hostile: hostile.claims.update(claims)


def head(**header: Any) -> Change:
    return lambda hostile: hostile.header.update(header)


def at(claim: str, seconds: float) -> Change:
    return lambda hostile: hostile.claims.update({claim: int(clock.now().timestamp() + seconds)})


def wants(*changes: Change, **policy: Any) -> Change:
    def change(hostile: Hostile) -> None:
        hostile.provider = settings(**policy)
        for other in changes:
            other(hostile)

    return change


def signed(key: Any, *published: Any, **header: Any) -> Change:
    def change(hostile: Hostile) -> None:
        hostile.key = key
        hostile.published = list(published) or [KEY]
        hostile.header = header

    return change


def forged(forge: Callable[[str], str]) -> Change:
    return lambda hostile: setattr(hostile, "forge", forge)


def unsigned(token: str) -> str:
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    return f"{header}.{token.split('.')[1]}."


def other_signature(token: str) -> str:
    return token[:-8] + "A" * 8


def resigned(payload: bytes, **header: Any) -> Change:
    """Properly signed, whatever it says."""

    def forge(token: str) -> str:
        head = json_b64encode({"alg": "ES256", "kid": "first"} | header)
        body = head + b"." + urlsafe_b64encode(payload or token.encode())
        return (body + b"." + urlsafe_b64encode(JWSRegistry.algorithms["ES256"].sign(body, KEY))).decode()

    return forged(forge)


def by_the_public_key(token: str) -> str:
    """The oldest trick: the provider's public key, known to all, taken as a secret that only it and we share."""
    body = json_b64encode({"alg": "HS256", "kid": "first"}) + b"." + token.split(".")[1].encode()
    return (body + b"." + urlsafe_b64encode(hmac.digest(KEY.as_pem(private=False), body, "sha256"))).decode()


REFUSED: dict[str, tuple[Change, Check]] = {
    "a token of another issuer": (says(iss="https://idp.council.test"), Check.ISSUER),
    "the issuer with a slash more": (says(iss="https://idp.police.test/"), Check.ISSUER),
    "the issuer in a list": (says(iss=["https://idp.police.test"]), Check.ISSUER),
    "no issuer": (says(iss=GONE), Check.ISSUER),
    "no audience": (says(aud=GONE), Check.AUDIENCE),
    "a token for another client": (says(aud="another"), Check.AUDIENCE),
    "another client's token that names us as authorized party": (says(aud="another", azp="marac"), Check.AUDIENCE),
    "an audience of nobody": (says(aud=[]), Check.AUDIENCE),
    "an audience that is a number": (says(aud=7), Check.AUDIENCE),
    "a token for us and for another, asked for by us": (says(aud=["marac", "another"], azp="marac"), Check.AUDIENCE),
    "a token for us and for another": (says(aud=["marac", "another"]), Check.AUDIENCE),
    "a token asked for by another": (says(azp="another"), Check.AUTHORIZED_PARTY),
    "an authorized party that is a list": (says(azp=["marac"]), Check.AUTHORIZED_PARTY),
    "an expired token": (at("exp", -61), Check.EXPIRED),
    "a token that never expires": (says(exp=GONE), Check.EXPIRED),
    "an expiry that is not a number": (says(exp="tomorrow"), Check.EXPIRED),
    "an expiry without end": (says(exp=NEVER), Check.EXPIRED),
    "an expiry that is not even a number": (says(exp=NOT_A_NUMBER), Check.EXPIRED),
    "an expiry larger than any number": (says(exp=HUGE), Check.EXPIRED),
    "a beginning that is a word": (says(nbf="now"), Check.NOT_YET_VALID),
    "a beginning that is not even a number": (says(nbf=NOT_A_NUMBER), Check.NOT_YET_VALID),
    "a token of the future": (at("nbf", 90), Check.NOT_YET_VALID),
    "a token issued in the future": (at("iat", 90), Check.ISSUED_AT),
    "a token two days old": (at("iat", -172800), Check.ISSUED_AT),
    "a token twelve minutes old": (at("iat", -720), Check.ISSUED_AT),
    "a time of issue that is not even a number": (says(iat=NOT_A_NUMBER), Check.ISSUED_AT),
    "a time of issue smaller than any number": (says(iat=-HUGE), Check.ISSUED_AT),
    "a time of issue that is a yes": (says(iat=True), Check.ISSUED_AT),
    "a token without time of issue": (says(iat=GONE), Check.ISSUED_AT),
    "no nonce": (says(nonce=GONE), Check.NONCE),
    "the nonce of another sign-in": (says(nonce="another"), Check.NONCE),
    "a nonce that is a list": (says(nonce=["a"]), Check.NONCE),
    "a nonce outside ASCII": (says(nonce="\ud800"), Check.NONCE),
    "no subject": (says(sub=GONE), Check.SUBJECT),
    "an empty subject": (says(sub=""), Check.SUBJECT),
    "a subject of 256 characters": (says(sub="s" * 256), Check.SUBJECT),
    "a subject that is a number": (says(sub=7), Check.SUBJECT),
    "a subject with a NUL": (says(sub="s\x00"), Check.SUBJECT),
    "a subject that is half a character": (says(sub="\ud800"), Check.SUBJECT),
    "a session id that is a list": (says(sid=["a"]), Check.SESSION_ID),
    "an empty session id": (says(sid=""), Check.SESSION_ID),
    "a session id with a NUL": (says(sid="s\x00"), Check.SESSION_ID),
    "the hash of another access token": (says(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), Check.ACCESS_TOKEN_HASH),
    "an access token hash that is a number": (says(at_hash=1), Check.ACCESS_TOKEN_HASH),
    "an access token hash outside ASCII": (says(at_hash="\ud800"), Check.ACCESS_TOKEN_HASH),
    "an access token hash that is nothing": (says(at_hash=None), Check.ACCESS_TOKEN_HASH),
    "no signature": (forged(unsigned), Check.ALGORITHM),
    "our own secret as the key": (
        signed(OctKey.import_key(b"a secret" * 8), alg="HS256", kid="first"),
        Check.ALGORITHM,
    ),
    "the provider's public key as a shared secret": (forged(by_the_public_key), Check.ALGORITHM),
    "an algorithm of the same family": (signed(LONGER, LONGER, alg="ES384"), Check.ALGORITHM),
    "no algorithm": (
        forged(lambda token: json_b64encode({"kid": "first"}).decode() + token[token.index(".") :]),
        Check.ALGORITHM,
    ),
    "an algorithm we did not agree": (signed(RSA, KEY, RSA, alg="RS256"), Check.ALGORITHM),
    "a stranger's key under the right name": (signed(STRANGER), Check.SIGNATURE),
    "a stranger's key sent along in the header": (
        signed(STRANGER, jwk=STRANGER.as_dict(private=False)),
        Check.SIGNATURE,
    ),
    "a stranger's key at an address in the header": (
        signed(STRANGER, jku="https://evil.test/keys", x5u="https://evil.test/x"),
        Check.SIGNATURE,
    ),
    "a stranger's certificate in the header": (signed(STRANGER, x5c=["MIIB"]), Check.SIGNATURE),
    "a key published for a longer curve": (signed(KEY, LONGER), Check.TOKEN_FORM),
    "a changed signature": (forged(other_signature), Check.SIGNATURE),
    "a key that is not published": (signed(KEY, NAMELESS_SECOND), Check.UNKNOWN_KEY),
    "no key name where two keys are": (signed(KEY, KEY, NAMELESS_SECOND, kid=GONE), Check.UNKNOWN_KEY),
    "a key name that is a number": (head(kid=1), Check.TOKEN_FORM),
    "a header that must be understood and is not": (head(crit=["x"], x=1), Check.TOKEN_FORM),
    "a logout token": (head(typ="logout+jwt"), Check.TOKEN_TYPE),
    "an access token": (head(typ="at+jwt"), Check.TOKEN_TYPE),
    "a type that is a list": (head(typ=["JWT"]), Check.TOKEN_TYPE),
    "a body that is not encoded": (head(b64=False, crit=["b64"]), Check.TOKEN_FORM),
    "a token within a token": (resigned(b"", cty="JWT"), Check.TOKEN_FORM),
    "an encrypted token": (forged(lambda token: token + ".AAAA.AAAA"), Check.TOKEN_FORM),
    "claims that are a list": (resigned(b"[1]"), Check.TOKEN_FORM),
    "claims nested without end": (resigned(b"[" * 50_000), Check.TOKEN_FORM),
    "claims that are no text": (resigned(b"\xff\xfe"), Check.TOKEN_FORM),
    "half a token": (forged(lambda token: token[:20]), Check.TOKEN_FORM),
    "letters outside ASCII": (forged(lambda token: "é" + token), Check.TOKEN_EXCHANGE),
    "a weaker sign-in than agreed": (wants(says(acr="aal1"), acr=frozenset({"aal2"})), Check.ASSURANCE),
    "no word on its strength": (wants(acr=frozenset({"aal2"})), Check.ASSURANCE),
    "a strength that is a list": (wants(says(acr=["aal2"]), acr=frozenset({"aal2"})), Check.ASSURANCE),
    "a strength that no table holds": (says(acr="a\x00"), Check.ASSURANCE),
    "a missing second factor": (wants(says(amr=["pwd"]), amr=frozenset({"pwd", "otp"})), Check.METHODS),
    "no word on its methods": (wants(amr=frozenset({"otp"})), Check.METHODS),
    "methods that are numbers": (says(amr=[1]), Check.METHODS),
    "methods as one word": (wants(says(amr="otp"), amr=frozenset({"otp"})), Check.METHODS),
    "no time of authentication though asked": (wants(max_age=0), Check.AUTHENTICATION_TIME),
    "an authentication too long ago": (wants(at("auth_time", -400), max_age=300), Check.AUTHENTICATION_TIME),
    "an authentication in the future": (wants(at("auth_time", 400), max_age=300), Check.AUTHENTICATION_TIME),
    "an authentication at a time that is none": (says(auth_time="now"), Check.AUTHENTICATION_TIME),
    "an authentication at a time larger than any number": (says(auth_time=HUGE), Check.AUTHENTICATION_TIME),
    "an authentication at a time that is not even a number": (
        wants(says(auth_time=NOT_A_NUMBER), max_age=300),
        Check.AUTHENTICATION_TIME,
    ),
    "no e-mail address": (says(email=GONE), Check.EMAIL),
    "two e-mail addresses in one": (says(email="ada@police.test@council.test"), Check.EMAIL),
    "an e-mail address that is a list": (says(email=["ada@police.test"]), Check.EMAIL),
    "an e-mail address with half a character": (says(email="\ud800@police.test"), Check.EMAIL),
    "an e-mail address said not to be verified": (says(email_verified="false"), Check.EMAIL),
    "an e-mail address not verified": (says(email_verified=False), Check.EMAIL),
    "another agency's e-mail address": (says(email="ada@council.test"), Check.EMAIL_DOMAIN),
    "a domain below the agency's": (says(email="ada@x.police.test"), Check.EMAIL_DOMAIN),
    "a domain that ends like the agency's": (says(email="ada@notpolice.test"), Check.EMAIL_DOMAIN),
}


@pytest.mark.parametrize("change, check", REFUSED.values(), ids=REFUSED)
def test_a_token_is_refused_with(change: Change, check: Check) -> None:
    hostile = Hostile()
    change(hostile)
    with pytest.raises(SignInRefused) as refusal:
        asyncio.run(hostile.sign_in())
    assert refusal.value.check == check


ACCEPTED: dict[str, Change] = {
    "nothing special": lambda hostile: None,
    "no hash of the access token": says(at_hash=GONE),
    "the right hash of the access token": says(at_hash=create_half_hash("an access token", "ES256").decode()),
    "an empty word on its strength": says(acr=""),
    "no time of authentication that we did not ask for": says(auth_time=0),
    "an audience that is a list of us alone": says(aud=["marac"], azp="marac"),
    "clocks that differ by a minute": at("iat", 55),
    "an expiry within the leeway": at("exp", -55),
    "no key name where one key is": signed(KEY, KEY, kid=GONE),
    "a key name among two": signed(KEY, NAMELESS_SECOND, KEY),
    "a header field we do not know": head(x=1),
    "no type at all": head(typ="jwt"),
    "the agency's domain in capitals": says(email="Ada@POLICE.test"),
    "a verified address": says(email_verified=True),
    "the strength agreed": wants(says(acr="aal3", amr=["otp", "pwd"]), acr=frozenset({"aal2", "aal3"}), amr={"otp"}),
    "a fresh authentication": wants(at("auth_time", -10), max_age=0),
    "the longest subject": says(sub="s" * 255),
}


@pytest.mark.parametrize("change", ACCEPTED.values(), ids=ACCEPTED)
def test_a_token_is_believed_with(change: Change) -> None:
    hostile = Hostile()
    change(hostile)
    identity = asyncio.run(hostile.sign_in())
    assert identity.issuer == hostile.provider.issuer
    assert identity.email.lower() == "ada@police.test"
    assert identity.id_token


def test_the_clock_of_the_house_decides() -> None:
    hostile = Hostile()
    with clock.at(clock.now() + timedelta(days=400)):
        assert asyncio.run(hostile.sign_in()).subject == "s-1"
