"""The form on which an agency's provider is registered or changed; its secret goes in and never comes out."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from starlette.datastructures import FormData
from starlette.requests import Request

from agencies.forms.providers import ProviderForm
from agencies.operations import providers as operations
from agencies.operations.providers import Registration
from agencies.pages.providers import agency_of, provider_of
from agencies.signin import own_key, register
from agencies.signin.provider import resolve_issuer
from agencies.signin.register import discovery_of
from marac.policy import providers as policy
from marac.policy.providers import PRIVATE_KEY, SAFE_ALGORITHMS
from marac.store.people import Agency, Provider
from marac.store.work import Work
from marac.vocabulary import Conflict
from marac.web.endpoint import Answer, redirect
from marac.web.errors import ConflictPage
from marac.web.forms import Invalid
from marac.web.house import house_of
from marac.web.page import Page, url_maker

METHODS = (
    ("client_secret_basic", "A shared secret, in the header (client_secret_basic)"),
    ("client_secret_post", "A shared secret, in the form (client_secret_post)"),
    (PRIVATE_KEY, "A key of its own (private_key_jwt)", "No secret is shared. The key is made here."),
)
NO_SECRET = "Enter the secret that the provider gave you."
ALGORITHMS = [(name, name) for name in sorted(SAFE_ALGORITHMS, key=lambda name: (name != "RS256", name))]


@dataclass(frozen=True)
class ProviderFormPage(Page):
    """A provider's fields; the secret's is always empty."""

    template: ClassVar[str] = "agencies/provider_form.html"

    agency: Agency
    provider: Provider | None
    typed: dict[str, Any]
    methods: Any = METHODS
    algorithms: list[tuple[str, str]] = field(default_factory=lambda: ALGORITHMS)
    errors: dict[str, str] = field(default_factory=dict)


def show_new(request: Request, work: Work) -> Answer:
    agency = agency_of(request, work)
    work.require(policy.may_add_provider(work.viewer))
    usual = {"auth_method": "client_secret_basic", "algorithms": ["RS256"], "version": 0}
    return ProviderFormPage(agency, None, {name: usual.get(name, "") for name in ProviderForm.model_fields})


def add(request: Request, work: Work, form: FormData) -> Answer:
    agency = agency_of(request, work)
    work.require(policy.may_add_provider(work.viewer))
    try:
        given = _given(request, agency, None, form)
    except Invalid as wrong:
        return ProviderFormPage(agency, None, wrong.typed, errors=wrong.errors).whole(422)
    row = operations.add(work, agency, given)
    return redirect(request, "provider", agency_id=agency.id, provider_id=row.id)


def show_edit(request: Request, work: Work) -> Answer:
    agency = agency_of(request, work)
    row = provider_of(request, work, agency)
    work.require(policy.may_change_provider(work.viewer))
    kept = {name: getattr(row, name) for name in operations.FIELDS} | {"version": row.version, "new_key": ""}
    return ProviderFormPage(agency, row, kept | {"secret": "", "email_domains": " ".join(row.email_domains)})


def change(request: Request, work: Work, form: FormData) -> Answer:
    agency = agency_of(request, work)
    work.require(policy.may_change_provider(work.viewer))
    row = provider_of(request, work, agency, lock=True)
    try:
        given = _given(request, agency, row, form)
    except Invalid as wrong:
        return ProviderFormPage(agency, row, wrong.typed, errors=wrong.errors).whole(422)
    try:
        operations.change(work, row, given, ProviderForm.read(form).version)
    except Conflict:
        here = {"agency_id": agency.id, "provider_id": row.id}
        reason = "Somebody else changed this provider while you were changing it."
        theirs = _compared(row, "as it is kept")
        yours = _compared(given, "not shown" if given.secret else "as it is kept")
        return ConflictPage(reason, yours, theirs, url_maker(request)("provider.edit", **here)).whole(409)
    return redirect(request, "provider", agency_id=agency.id, provider_id=row.id)


def _compared(of: Provider | Registration, secret: str) -> list[tuple[str, str]]:
    def words(value: object) -> str:
        return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)

    kept = [(name.replace("_", " ").capitalize(), words(getattr(of, name))) for name in operations.FIELDS]
    return [*kept, ("Secret", secret)]


def _given(request: Request, agency: Agency, row: Provider | None, form: FormData) -> Registration:
    """What was typed, once everything about it is right. Raises Invalid, without the secret."""
    try:
        typed = ProviderForm.read(form)
    except Invalid as wrong:
        asked = row is None and not wrong.typed["secret"] and wrong.typed["auth_method"] != PRIVATE_KEY
        found = ({"secret": NO_SECRET} if asked else {}) | wrong.errors
        in_order = {name: found[name] for name in ProviderForm.model_fields if name in found}
        raise Invalid(in_order, _without_secret(wrong.typed)) from None
    if errors := _wrong(request, agency, row, typed):
        raise Invalid(errors, _without_secret(typed.model_dump()))
    return Registration(
        name=typed.name,
        issuer=typed.issuer,
        client_id=typed.client_id,
        auth_method=typed.auth_method,
        email_domains=typed.domains,
        algorithms=typed.algorithms,
        acr=" ".join(typed.acr.split()),
        amr=" ".join(typed.amr.split()),
        max_age=typed.max_age,
        secret=_secret(typed, row),
    )


def _without_secret(typed: dict[str, Any]) -> dict[str, Any]:
    return {**typed, "secret": ""}


def _keeps_secret(typed: ProviderForm, row: Provider | None) -> bool:
    """Whether what is kept goes on: a password is no key, and a secret is never sent to another issuer than its own."""
    if row is None or not row.secret_sealed:
        return False
    same_kind = (row.auth_method == PRIVATE_KEY) == (typed.auth_method == PRIVATE_KEY)
    return same_kind and row.issuer == typed.issuer


def _secret(typed: ProviderForm, row: Provider | None) -> str:
    if typed.auth_method != PRIVATE_KEY:
        return typed.secret
    return own_key.new_key() if typed.new_key or not _keeps_secret(typed, row) else ""


def _wrong(request: Request, agency: Agency, row: Provider | None, typed: ProviderForm) -> dict[str, str]:
    house, errors = house_of(request), {}
    issuer = resolve_issuer(typed.issuer, house.settings.base_url)
    demo = typed.issuer.startswith("/") and not house.settings.demo_sign_in
    if demo or not discovery_of(request).wire.allows(issuer):
        errors["issuer"] = "Enter an address that begins with https://."
    moved = row is not None and (row.issuer, row.client_id) != (typed.issuer, typed.client_id)
    if row is not None and row.switched_on and moved:
        name = "issuer" if row.issuer != typed.issuer else "client_id"
        errors[name] = "People sign in through this now. For another issuer or client add a second provider."
    if typed.auth_method != PRIVATE_KEY and not typed.secret and not _keeps_secret(typed, row):
        errors["secret"] = NO_SECRET
    if taken := register.taken_domains(house, agency.id, typed.domains, (typed.issuer, typed.client_id)):
        errors["email_domains"] = f"Another agency signs in with {', '.join(taken)} through another provider."
    return errors
