"""Twenty-four hours more for an agreement that lapses by its date: asked for by one, agreed by the other (S22)."""

from datetime import datetime, timedelta

from agencies.operations.agreements import announce_to, remarks_on, stands
from marac import clock
from marac.policy import agreements as policy
from marac.proceedings import RemarkKind
from marac.store.agreements import Agreement, AgreementRemark
from marac.store.work import Work
from marac.verbs import Verb
from marac.vocabulary import Verdict


def asked_for(work: Work, agreement: Agreement) -> AgreementRemark | None:
    """Who asked for an extension of the lapse that came last, or comes next."""
    return next(iter(_on_lapse(work, agreement, RemarkKind.EXTENSION_ASKED)), None)


def _on_lapse(work: Work, agreement: Agreement, kind: RemarkKind) -> list[AgreementRemark]:
    lapse = policy.closes_on(agreement)
    return [r for r in remarks_on(work, [agreement.id]) if r.lapsed_on == lapse and r.kind is kind]


def may_ask(work: Work, agreement: Agreement) -> Verdict:
    near = clock.today() + timedelta(days=1) >= policy.closes_on(agreement)
    asked = asked_for(work, agreement) is not None
    return policy.may_ask_extension(work.viewer, agreement, stands(work, agreement), near, asked)


def may_agree(work: Work, agreement: Agreement) -> Verdict:
    asked = asked_for(work, agreement)
    done = bool(_on_lapse(work, agreement, RemarkKind.EXTENDED))
    under, by = (asked.hat, asked.member_id) if asked else ("", None)
    return policy.may_extend(work.viewer, agreement, under, by, done)


def ask_extension(work: Work, agreement: Agreement, said: str) -> None:
    """The first of the two. Raises Refused."""
    work.require(may_ask(work, agreement), agreement)
    work.require(policy.must_say(said, "Say why it is needed."))
    _extension(work, agreement, RemarkKind.EXTENSION_ASKED, Verb.AGREEMENT_EXTENSION_ASKED, said, None)


def extend(work: Work, agreement: Agreement, said: str) -> datetime:
    """The second agrees: access is open until 24 hours after that, or after the lapse. Raises Refused."""
    work.require(may_agree(work, agreement), agreement)
    until = max(clock.now(), policy.closes_at(agreement)) + policy.EXTENSION
    _extension(work, agreement, RemarkKind.EXTENDED, Verb.AGREEMENT_EXTENDED, said, until)
    announce_to(work, agreement.agency_id)
    return until


def _extension(
    work: Work, agreement: Agreement, kind: RemarkKind, verb: Verb, said: str, until: datetime | None
) -> None:
    made = AgreementRemark(
        agreement_id=agreement.id,
        kind=kind,
        member_id=work.viewer.member_id,
        hat=work.viewer.hat.value,
        said=said.strip(),
        lapsed_on=policy.closes_on(agreement),
        until_at=until,
    )
    work.log(verb, agreement, work.keep(made), to=[agreement.agency_id])
