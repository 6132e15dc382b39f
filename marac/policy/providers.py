"""Agencies' identity providers: who registers, tries and switches them, and what may be asked of one."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from marac.vocabulary import ALLOWED, Hat, Verdict, Viewer, refused

# Signatures that only the provider can make: never "none", never a secret shared with us.
SAFE_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
PRIVATE_KEY = "private_key_jwt"
AUTH_METHODS = frozenset({"client_secret_basic", "client_secret_post", PRIVATE_KEY})


class ProviderFacts(Protocol):
    """`tried_at`: when somebody last signed in on trial; nothing after a change."""

    switched_on: bool
    tried_at: datetime | None


def may_read_providers(viewer: Viewer, agency_id: UUID) -> Verdict:
    """A MARAC's administrator, of its agencies; an agency's own administrator, of theirs."""
    if viewer.hat is Hat.ADMINISTRATOR:
        return ALLOWED
    if viewer.hat is Hat.AGENCY_ADMINISTRATOR and viewer.agency_id == agency_id:
        return ALLOWED
    return refused("Only administrators see how an agency signs in.")


def may_add_provider(viewer: Viewer) -> Verdict:
    return _registers(viewer)


def may_change_provider(viewer: Viewer) -> Verdict:
    return _registers(viewer)


def may_try_provider(viewer: Viewer) -> Verdict:
    return _registers(viewer)


def may_move_provider(viewer: Viewer, provider: ProviderFacts, *, moved: bool) -> Verdict:
    """`moved`: another issuer or client. People who sign in now are known to the old one only."""
    if not (allowed := _registers(viewer)):
        return allowed
    if moved and provider.switched_on:
        return refused("People sign in through this now. For another issuer or client add a second provider.")
    return ALLOWED


def may_switch_on(viewer: Viewer, provider: ProviderFacts) -> Verdict:
    """Only what has been seen to work as it is set now."""
    if not (allowed := _registers(viewer)):
        return allowed
    if provider.switched_on:
        return refused("It is switched on already.")
    if provider.tried_at is None:
        return refused("Try to sign in first: nobody has done so since the last change.")
    return ALLOWED


def may_switch_off(viewer: Viewer, provider: ProviderFacts) -> Verdict:
    if not (allowed := _registers(viewer)):
        return allowed
    return ALLOWED if provider.switched_on else refused("It is switched off already.")


def _registers(viewer: Viewer) -> Verdict:
    if viewer.hat is Hat.ADMINISTRATOR:
        return ALLOWED
    return refused("Only the MARAC's administrator changes how an agency signs in.")
