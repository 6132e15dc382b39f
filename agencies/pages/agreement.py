"""One agreement: its terms, what was said and done about it, and what this viewer may do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, ClassVar

from sqlmodel import select
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from agencies.forms.agreements import DecisionForm
from agencies.operations import agreements, extending, lapsing
from agencies.operations.agreements import Held, stands
from agencies.pages.agreements import in_words, kind_of, state_of
from marac import clock
from marac.policy import agreements as policy
from marac.proceedings import RemarkKind
from marac.store.agreements import Agreement, AgreementDocument, AgreementRemark
from marac.store.people import Agency, Marac, Member
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Conflict, NotFound, Verdict
from marac.web.endpoint import Answer, redirect
from marac.web.forms import Invalid
from marac.web.page import Page, day, hat_name, moment, url_maker
from marac.web.rates import DOWNLOADS, count
from marac.web.reasons import ask_reason, reason_given

WORDS = {"suspend": "Say why it is suspended.", "withdraw": "Say why your agency withdraws."}
WORDS |= {"recommend": "Say what you recommend.", "ask-extension": "Say why it is needed."}
CHANGES = {"review", "suspend", "withdraw", "reinstate"}  # the agreement itself, not only what is said of it
CHANGED = "Somebody changed this agreement first. Look at it again; what you typed is still here."
TITLES = {
    RemarkKind.EXTENSION_ASKED: "Extension asked for",
    RemarkKind.EXTENDED: "Extended by 24 hours",
    RemarkKind.RECOMMENDED: "Auditor's recommendation",
}


@dataclass(frozen=True)
class AgreementPage(Page):
    """`may`: this viewer's verdicts by deed; `doing`: the deed whose form holds the errors."""

    template: ClassVar[str] = "agencies/agreement.html"

    agreement: Agreement
    agency: str
    kind: str
    state: tuple[str, str]
    facts: list[tuple[str, str]]
    may: Mapping[str, Verdict]
    successors: list[tuple[str, str]]
    remarks: list[tuple[str, str, str, str]]
    versions: list[tuple[Agreement, bool]]
    doing: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def show_agreement(request: Request, work: Work) -> Answer:
    return _page(work, work.find(Agreement, request.path_params["agreement_id"]))


def show_document(request: Request, work: Work) -> Answer:
    """The signed paper: who opened it, and why, is recorded before a byte of it is sent."""
    found = work.find(Agreement, request.path_params["agreement_id"])
    work.require(policy.may_read_agreements(work.viewer))
    paper = work.first(select(AgreementDocument).where(AgreementDocument.agreement_id == found.id))
    if paper is None:
        raise NotFound("document")
    reason = reason_given(request)
    if reason is None:
        back = url_maker(request)("agreement", agreement_id=found.id)
        return ask_reason(request, f"The signed agreement, version {found.label}, as a PDF", back)
    count(request, DOWNLOADS, str(work.viewer.member_id))
    work.log(Verb.AGREEMENT_DOWNLOADED, paper, found, reason=reason.value)
    named = {"content-disposition": f'attachment; filename="agreement-{found.signed_on.isoformat()}.pdf"'}
    return Response(paper.content, media_type="application/pdf", headers=named)


def _may(work: Work, agreement: Agreement) -> dict[str, Verdict]:
    viewer, standing = work.viewer, stands(work, agreement)
    return {
        "review": policy.may_review(viewer, agreement, standing),
        "suspend": policy.may_suspend(viewer, agreement, standing),
        "reinstate": policy.may_reinstate(viewer, agreement, standing),
        "withdraw": policy.may_withdraw(viewer, agreement, standing),
        "recommend": policy.may_recommend(viewer),
        "ask-extension": extending.may_ask(work, agreement),
        "extend": extending.may_agree(work, agreement),
        "renew": policy.may_record_agreement(viewer, agreement.agency_id, standing),
    }


def _page(
    work: Work, found: Agreement, doing: str = "", typed: Mapping[str, Any] | None = None, **errors: str
) -> AgreementPage:
    agency = work.find(Agency, found.agency_id)
    remarks = agreements.remarks_on(work, [found.id])
    names = work.by_id(Member, [r.member_id for r in remarks] + [found.successor_id])
    held = Held(agency, found.marac_id is None, found, stands(work, found), agreements.extended_until(remarks))
    may = {} if found.replaced_at else _may(work, found)
    takers = agreements.may_take_over(work, found.agency_id) if may and may["withdraw"] else []
    return AgreementPage(
        agreement=found,
        agency=agency.name,
        kind=kind_of(found.marac_id is None),
        state=("Replaced", "grey") if found.replaced_at else state_of(held.standing),
        facts=_facts(work, held, names),
        may=may,
        successors=[(str(member.id), f"{member.name}, {unit.name}") for member, unit in takers],
        remarks=[_said(remark, names) for remark in reversed(remarks)],
        versions=[(version, version.id == found.id) for version in agreements.versions_of(work, found)],
        doing=doing,
        typed=typed or {},
        errors=errors,
    )


def _facts(work: Work, held: Held, names: Mapping[Any, Member]) -> list[tuple[str, str]]:
    found = held.agreement
    assert found is not None
    taker = names.get(found.successor_id)
    where = "All MARACs" if held.umbrella else work.find(Marac, found.marac_id).name
    return [
        ("Agreement", f"{kind_of(held.umbrella)}, version {found.label}"),
        ("Valid in", where),
        ("Signed by", ", ".join(part for part in (found.signed_by, found.signed_as) if part)),
        ("Signed on", day(found.signed_on)),
        ("Last reviewed", day(found.reviewed_on) or "Not yet"),
        ("Next review", day(found.review_on)),
        ("Expires", day(found.expires_on)),
        ("If it ends, open actions go to", taker.name if taker else "Nobody is named"),
        ("Where it stands", "Replaced by a later version" if found.replaced_at else in_words(held)),
    ]


def _said(remark: AgreementRemark, names: Mapping[Any, Member]) -> tuple[str, str, str, str]:
    title = TITLES.get(remark.kind, str(remark.kind).replace("-", " ").capitalize())
    who = names.get(remark.member_id)
    by = f"{who.name}, {hat_name(remark.hat).lower()}" if who else "By its date"
    until = f" Until {moment(remark.until_at)}." if remark.until_at else ""
    return title, moment(remark.at), by, remark.said + until


# Deeds --------------------------------------------------------------------


def _do(name: str, request: Request, work: Work, form: FormData) -> Answer:
    found = work.find(Agreement, request.path_params["agreement_id"])
    work.require(_may(work, found)[name])
    if name in CHANGES:
        found = work.find(Agreement, found.id, lock=True)
    try:
        asked = DecisionForm.read(form)
    except Invalid as wrong:
        return _page(work, found, name, wrong.typed, **wrong.errors).whole(422)
    if errors := _lacking(name, asked, found):
        return _page(work, found, name, asked.model_dump(), **errors).whole(422)
    try:
        DEEDS[name](work, found, asked)
    except Conflict:
        return _page(work, found, name, asked.model_dump(), said=CHANGED).whole(409)
    return redirect(request, "agreement", agreement_id=found.id)


def _lacking(name: str, asked: DecisionForm, found: Agreement) -> dict[str, str]:
    if name in WORDS and not asked.said:
        return {"said": WORDS[name]}
    if name == "review":
        dated = policy.may_be_reviewed_on(asked.review_on or date.min, found.expires_on, clock.today())
        return {} if dated else {"review_on": dated.reason}
    return {}


Deed = Callable[[Work, Agreement, DecisionForm], object]
DEEDS: Mapping[str, Deed] = {
    "review": lambda w, a, f: agreements.review(w, a, f.review_on or date.min, f.said, f.version),
    "suspend": lambda w, a, f: lapsing.suspend(w, a, f.said, f.successor_id, f.version),
    "withdraw": lambda w, a, f: lapsing.withdraw(w, a, f.said, f.successor_id, f.version),
    "reinstate": lambda w, a, f: lapsing.reinstate(w, a, f.said, f.version),
    "recommend": lambda w, a, f: agreements.recommend(w, a, f.said),
    "ask-extension": lambda w, a, f: extending.ask_extension(w, a, f.said),
    "extend": lambda w, a, f: extending.extend(w, a, f.said),
}
deeds = {name: partial(_do, name) for name in DEEDS}
