"""How an agency's people sign in: its providers, and one provider as it is registered."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import select
from starlette.requests import Request

from agencies.operations import providers as operations
from agencies.signin.provider import resolve_issuer
from marac.policy import providers as policy
from marac.policy.providers import PRIVATE_KEY
from marac.store.people import Agency, Member, Partner, Provider
from marac.store.work import Work
from marac.vocabulary import Hat, NotFound, Verdict
from marac.web.endpoint import Answer
from marac.web.house import house_of
from marac.web.page import Page

Rows = list[tuple[str, str | list[str]]]


@dataclass(frozen=True)
class ProvidersPage(Page):
    """All providers of one agency, and whether one may be added."""

    template: ClassVar[str] = "agencies/providers.html"

    agency: Agency
    providers: list[Provider]
    may_add: Verdict


@dataclass(frozen=True)
class ProviderPage(Page):
    """One provider as it is registered, and what can be done with it."""

    template: ClassVar[str] = "agencies/provider.html"

    agency: Agency
    provider: Provider
    tried_by: str
    rows: Rows
    addresses: list[tuple[str, str, str]]
    may_change: Verdict
    may_try: Verdict
    may_switch: Verdict
    message: str = ""


def agency_of(request: Request, work: Work) -> Agency:
    """The agency that the path names. Raises NotFound for whoever has no business with its providers."""
    agency = work.find(Agency, request.path_params["agency_id"])
    if not policy.may_read_providers(work.viewer, agency.id):
        raise NotFound("Agency")
    here = select(Partner).where(Partner.marac_id == work.viewer.marac_id, Partner.agency_id == agency.id)
    if work.viewer.hat is Hat.ADMINISTRATOR and work.first(here) is None:
        raise NotFound("Agency")
    return agency


def provider_of(request: Request, work: Work, agency: Agency, *, lock: bool = False) -> Provider:
    """The provider that the path names, one of this agency's. Raises NotFound."""
    provider = work.find(Provider, request.path_params["provider_id"], lock=lock)
    if provider.agency_id != agency.id:
        raise NotFound("Provider")
    return provider


def show_providers(request: Request, work: Work) -> Answer:
    agency = agency_of(request, work)
    return ProvidersPage(agency, operations.of_agency(work, agency.id), policy.may_add_provider(work.viewer))


def show_provider(request: Request, work: Work) -> Answer:
    agency = agency_of(request, work)
    return provider_page(request, work, agency, provider_of(request, work, agency))


def provider_page(request: Request, work: Work, agency: Agency, row: Provider, message: str = "") -> ProviderPage:
    switch = policy.may_switch_off if row.switched_on else policy.may_switch_on
    return ProviderPage(
        agency=agency,
        provider=row,
        tried_by=work.find(Member, row.tried_by).name if row.tried_by else "",
        rows=_rows(request, row),
        addresses=addresses(request, row),
        may_change=policy.may_change_provider(work.viewer),
        may_try=policy.may_try_provider(work.viewer),
        may_switch=switch(work.viewer, row),
        message=message,
    )


def _rows(request: Request, row: Provider) -> Rows:
    shared = "Kept sealed; it is never shown" if row.secret_sealed else "None"
    return [
        ("Issuer", resolve_issuer(row.issuer, house_of(request).settings.base_url)),
        ("Client ID", row.client_id),
        ("How this service proves itself", row.auth_method),
        ("Private key" if row.auth_method == PRIVATE_KEY else "Secret", shared),
        ("E-mail domains", sorted(row.email_domains)),
        ("Signatures allowed", sorted(row.algorithms)),
        ("Strength required (acr), any of", row.acr.split()),
        ("Methods required (amr), all of", row.amr.split()),
        ("Longest since the last sign-in there", "Not asked" if row.max_age is None else f"{row.max_age} seconds"),
    ]


def addresses(request: Request, row: Provider) -> list[tuple[str, str, str]]:
    """What is to be registered with the provider: name, address, hint."""
    base, path = house_of(request).settings.base_url, request.app.url_path_for
    given = [
        ("Redirect address", base + path("sign-in.callback", key=row.key), "redirect_uris: exactly this one"),
        ("Address for sign-outs there", base + path("back-channel", key=row.key), "backchannel_logout_uri, with sid"),
        ("Address after signing out", base + path("signed-out"), "post_logout_redirect_uris"),
    ]
    if row.auth_method == PRIVATE_KEY:
        given.append(("Address of our public key", base + path("provider-keys", key=row.key), "jwks_uri"))
    return given
