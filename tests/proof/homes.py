"""Where each word is to be met by those who may: one address for each, so that nothing is wrongly hidden."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from marac.vocabulary import PartyRole, Role, SeatKind, Side
from tests.proof import audience_audit
from tests.proof.addresses import of_case, opening
from tests.proof.asking import Address
from tests.proof.audience import Judge
from tests.proof.homes_beside import BESIDE, code_home
from tests.proof.homes_said import SAID
from tests.proof.marks import Mark
from tests.proof.people import Eyes

Home = Callable[[Judge, Eyes, Any, str], Address | None]


def home_of(judge: Judge, eyes: Eyes, mark: Mark) -> Address | None:
    """None: these eyes may not meet it, or it stands on no page at this point of the case's life."""
    row, field = mark.row, mark.field
    if not judge.may(eyes, row, field):
        return None
    if (audited := audience_audit.home(judge, eyes, row, field)) is not None:
        return audited
    found = HOMES.get(row.__tablename__)
    return found(judge, eyes, row, field) if found else None


def whole_file(judge: Judge, eyes: Eyes, case_id: Any) -> bool:
    """Chair and coordinator, and case or hearing seats off the perpetrator's side, read the file in its sections."""
    return judge.over(eyes) or judge.whole(eyes, case_id)


def _code(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    if field == "code" and not (judge.over(eyes) or eyes.hat is Role.AUDITOR or judge.held(eyes, row.id)):
        return audience_audit.code_home(judge, eyes, row.id) or code_home(judge, eyes, row)
    return of_case("case", row)


def _people(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    """On the section of people, or on the first page of a seat that has no sections."""
    if whole_file(judge, eyes, row.case_id):
        return of_case("case.people", row)
    return None if _acts(judge, eyes, row) and row.party is not PartyRole.VICTIM else of_case("case", row)


def _acts(judge: Judge, eyes: Eyes, row: Any) -> bool:
    """A seat to act shows the victim alone, whatever other seat for one person stands beside it (S2)."""
    held = judge.held(eyes, row.case_id)
    if eyes.side is Side.PERPETRATOR or any(seat.side is Side.PERPETRATOR for seat in held):
        return False
    kinds = judge.kinds(eyes, row.case_id, victims=True)
    return SeatKind.ACTION in kinds and SeatKind.CHECK not in kinds


def _named(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    return _people(judge, eyes, row, field) if row.searchable else opening(row)


def _detail(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    return opening(row)


def _file(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    return of_case("case.referral", row) if field in {"answers", "judgement"} else None


def _warning(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    """Whoever sits on both sides reads the case as the perpetrator's does; the warnings stand with their actions."""
    apart = any(seat.side is Side.PERPETRATOR for seat in judge.held(eyes, row.case_id))
    return None if apart else of_case("case", row)


def _seat(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    return of_case("case.seats", row) if judge.in_force(row) else None


def _wall(judge: Judge, eyes: Eyes, row: Any, field: str) -> Address | None:
    return of_case("walls", row)


HOMES: Mapping[str, Home] = MappingProxyType(
    {
        "case_file": _code,
        "referral": _file,
        "referral_section": _file,
        "risk_assessment": _file,
        "safe_contact": _warning,
        "person_name": _named,
        "birth_date": _named,
        "detail": _detail,
        "protected_detail": _detail,
        "particulars": _people,
        "seat": _seat,
        "wall": _wall,
        **SAID,
        **BESIDE,
    }
)
