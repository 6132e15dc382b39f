"""What a provider publishes, line by line: what is right, what will be refused, and what only a sign-in can show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from joserfc.jwk import ECKey, Key

from agencies.signin import own_key
from agencies.signin.metadata import read_keys
from agencies.signin.provider import ProviderSettings
from agencies.signin.refusal import SignInRefused
from agencies.signin.wire import Wire
from marac.policy.providers import PRIVATE_KEY

Document = dict[str, Any]
_MOST_SHOWN = 300  # characters of what a stranger's document says
_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}


class Finding(StrEnum):
    RIGHT = "right"
    REFUSED = "refused"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: what the provider says of it, and what follows."""

    what: str
    says: str
    finding: Finding
    why: str = ""


@dataclass(frozen=True, slots=True)
class Inspected:
    """All lines; `fault` names the check at which nothing more could be read."""

    lines: list[Line]
    fault: str = ""

    @property
    def sound(self) -> bool:
        return not self.fault and all(line.finding is not Finding.REFUSED for line in self.lines)


async def inspect(wire: Wire, provider: ProviderSettings) -> Inspected:
    """Metadata and keys, fetched anew. Raises nothing: what cannot be fetched is a finding too."""
    address = provider.issuer.removesuffix("/") + "/.well-known/openid-configuration"
    try:
        document = await wire.get_json(address)
    except SignInRefused as why:
        return Inspected([Line("Metadata", address, Finding.REFUSED)], why.check)
    lines = [Line("Metadata", address, Finding.RIGHT)]
    lines += [look(document, provider) for look in _LOOKS]
    lines[2:2] = [_address(document, name, what, wire) for name, what in _ADDRESSES.items()]
    keys, fault = await _keys(wire, document, provider)
    return Inspected([*lines, _end_of_session(document, wire), keys], fault)


_ADDRESSES = {
    "authorization_endpoint": "Sign-in page",
    "token_endpoint": "Token address",
    "jwks_uri": "Address of its keys",
}


def _address(document: Document, name: str, what: str, wire: Wire) -> Line:
    url = document.get(name)
    if not isinstance(url, str) or not url:
        return Line(what, "", Finding.REFUSED, f"The metadata gives no {name}.")
    if not wire.allows(url):
        return Line(what, _shown(url), Finding.REFUSED, "The address must begin with https://.")
    return Line(what, _shown(url), Finding.RIGHT)


def _issuer(document: Document, provider: ProviderSettings) -> Line:
    says = document.get("issuer")
    if says == provider.issuer:
        return Line("Issuer", _shown(says), Finding.RIGHT)
    return Line("Issuer", _shown(says), Finding.REFUSED, f"It must be {provider.issuer} to the letter.")


def _code_flow(document: Document, provider: ProviderSettings) -> Line:
    what, says = "Authorization code flow", _listed(document, "response_types_supported")
    if says is None:
        return Line(what, "", Finding.NOTE, "It does not say; this service asks for nothing else.")
    right = "code" in says
    return Line(what, _shown(says), _found(right), "" if right else "It must offer the response type code.")


def _pkce(document: Document, provider: ProviderSettings) -> Line:
    what, says = "PKCE", _listed(document, "code_challenge_methods_supported")
    if says is None:
        return Line(what, "", Finding.NOTE, "It does not say; this service sends it with S256 always.")
    right = "S256" in says
    return Line(what, _shown(says), _found(right), "" if right else "It must know the method S256.")


def _algorithms(document: Document, provider: ProviderSettings) -> Line:
    what, says = "Signature of ID tokens", _listed(document, "id_token_signing_alg_values_supported")
    wanted = ", ".join(sorted(provider.algorithms))
    if says is None:
        return Line(what, "", Finding.NOTE, f"It does not say; anything but {wanted} is refused.")
    common = sorted(provider.algorithms & set(says))
    why = f"Accepted: {', '.join(common)}." if common else f"None of those that are allowed: {wanted}."
    return Line(what, _shown(says), _found(bool(common)), why)


def _auth_method(document: Document, provider: ProviderSettings) -> Line:
    what, said = "How this service proves itself", _listed(document, "token_endpoint_auth_methods_supported")
    says = ["client_secret_basic"] if said is None else said  # what saying nothing means (Discovery 1.0, 3)
    if provider.auth_method not in says:
        return Line(what, _shown(said), Finding.REFUSED, f"It must take {provider.auth_method}.")
    signing = _listed(document, "token_endpoint_auth_signing_alg_values_supported")
    if provider.auth_method == PRIVATE_KEY and signing is not None and own_key.ALGORITHM not in signing:
        return Line(what, _shown(signing), Finding.REFUSED, f"It must take signatures with {own_key.ALGORITHM}.")
    return Line(what, _shown(said), Finding.RIGHT)


def _issuer_in_answers(document: Document, provider: ProviderSettings) -> Line:
    what = "Issuer in each answer (RFC 9207)"
    if document.get("authorization_response_iss_parameter_supported") is True:
        return Line(what, "promised", Finding.RIGHT, "An answer without it is refused.")
    return Line(what, "", Finding.NOTE, "Not promised; an answer of another provider is told by its address here.")


def _end_of_session(document: Document, wire: Wire) -> Line:
    what, name = "Signing out there too", "end_session_endpoint"
    if document.get(name):
        return _address(document, name, what, wire)
    return Line(what, "", Finding.NOTE, "Not offered: signing out here leaves the session there open.")


def _back_channel(document: Document, provider: ProviderSettings) -> Line:
    what = "Being told of sign-outs there"
    if document.get("backchannel_logout_supported") is True:
        return Line(what, "offered", Finding.RIGHT, "Register the address for it that is shown on the provider's page.")
    return Line(what, "", Finding.NOTE, "Not offered: a session here ends by itself only, or by a sign-out here.")


def _assurance(document: Document, provider: ProviderSettings) -> Line:
    what, says = "Strength of sign-in (acr)", _listed(document, "acr_values_supported")
    wanted = ", ".join(sorted(provider.acr))
    if not wanted:
        return Line(what, _shown(says), Finding.NOTE, "None is required here: one factor would be enough.")
    if says is None:
        return Line(what, "", Finding.NOTE, f"It does not say; a sign-in without {wanted} is refused.")
    right = bool(provider.acr & set(says))
    return Line(what, _shown(says), _found(right), f"Required: {wanted}.")


def _scope(document: Document, provider: ProviderSettings) -> Line:
    what, says = "E-mail address", _listed(document, "scopes_supported")
    if says is None:
        return Line(what, "", Finding.NOTE, "It does not say; a sign-in without an e-mail address is refused.")
    if "email" in says:
        return Line(what, _shown(says), Finding.RIGHT)
    return Line(what, _shown(says), Finding.NOTE, "The scope email is not listed; without an e-mail address: refused.")


def _left_out(document: Document, provider: ProviderSettings) -> Line:
    inside = sorted({"jwks", "client_id", "scope", "redirect_uri"} & document.keys())
    if inside:
        return Line("Not read", ", ".join(inside), Finding.NOTE, "Metadata may not set these; they are left out.")
    return Line("Not read", "nothing out of place", Finding.RIGHT)


_LOOKS: Sequence[Callable[[Document, ProviderSettings], Line]] = (
    _issuer, _code_flow, _pkce, _algorithms, _auth_method, _issuer_in_answers, _back_channel, _assurance,
    _scope, _left_out,
)  # fmt: skip


async def _keys(wire: Wire, document: Document, provider: ProviderSettings) -> tuple[Line, str]:
    what, url = "Keys", document.get("jwks_uri")
    if not isinstance(url, str) or not wire.allows(url):
        return Line(what, "", Finding.REFUSED, "Without an address they cannot be fetched."), ""
    try:
        keys = read_keys(await wire.get_json(url))
    except SignInRefused as why:
        return Line(what, _shown(url), Finding.REFUSED), why.check
    usable = [key for key in keys if any(_fits(key, algorithm) for algorithm in provider.algorithms)]
    says = f"{len(usable)} of {len(keys)} usable"
    if not usable:
        return Line(what, says, Finding.REFUSED, "None fits the algorithms that are allowed."), ""
    if len(usable) > 1 and any(key.kid is None for key in usable):
        return Line(what, says, Finding.REFUSED, "Several keys, and not each has a name (kid)."), ""
    return Line(what, says, Finding.RIGHT), ""


def _fits(key: Key, algorithm: str) -> bool:
    if isinstance(key, ECKey):
        return key.curve_name == _CURVES.get(algorithm)
    return algorithm[:2] in ("RS", "PS")


def _listed(document: Document, name: str) -> list[str] | None:
    says = document.get(name)
    return [item for item in says if isinstance(item, str)] if isinstance(says, list) else None


def _found(right: bool) -> Finding:
    return Finding.RIGHT if right else Finding.REFUSED


def _shown(says: object) -> str:
    """In few words: it is a stranger's text."""
    if says is None:
        return ""
    text = ", ".join(map(str, says)) if isinstance(says, list) else str(says)
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
