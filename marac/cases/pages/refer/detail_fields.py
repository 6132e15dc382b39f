"""What is asked about an address, a number, a school, so that the rules can tell what must be protected."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from marac.cases.pages.refer.person_fields import DETAIL_NAMES
from marac.cases.topics import Field, FieldKind, Option
from marac.policy.referrals import ADDRESSES, ALWAYS_PROTECTED
from marac.store.people import Agency
from marac.vocabulary import DetailKind, PartyRole

_KNOWN = Field(
    "known",
    "Does the perpetrator know it?",
    FieldKind.YES_NO_UNKNOWN,
    hint="Unless you are sure that they do, it is protected.",
)
_REFUGE = Field("refuge", "Is it a refuge or a placement?", FieldKind.YES_NO_UNKNOWN)
_CONFIRMED = Field(
    "confirmed",
    "Have you confirmed both?",
    FieldKind.YES_NO,
    hint="Only a confirmed address goes to the agencies that search their records.",
)
_WRITTEN = {DetailKind.ROUTINE, DetailKind.SAFE_TIME}


class Facts(TypedDict):
    known_to_perpetrator: bool | None
    refuge: bool | None
    confirmed: bool


def of(party: PartyRole, kind: DetailKind, agencies: Iterable[Agency]) -> tuple[Field, ...]:
    """The questions about one detail; the perpetrator's own need no more than what it is."""
    asked = [_which()] if kind in ADDRESSES else []
    asked += _value(kind)
    if party is not PartyRole.PERPETRATOR and kind not in ALWAYS_PROTECTED:
        asked += [_KNOWN, _REFUGE, _CONFIRMED] if kind in ADDRESSES else [_KNOWN]
    named = list(agencies)
    if party is not PartyRole.PERPETRATOR and named:
        asked.append(_audience(named, "" if kind in ALWAYS_PROTECTED else "Only where it is protected. "))
    return tuple(asked)


def replacing(kind: DetailKind, agencies: Iterable[Agency]) -> tuple[Field, ...]:
    label = f"New text: {DETAIL_NAMES[kind].lower()}"
    hint = "Leave empty to keep what stands. To say that the perpetrator knows it after all, remove it and add it anew."
    long = FieldKind.LONG if kind in _WRITTEN | ADDRESSES else FieldKind.TEXT
    return (Field("value", label, long, hint=hint), _audience(agencies))


def hint(party: PartyRole, kind: DetailKind) -> str:
    if party is PartyRole.PERPETRATOR:
        return "The perpetrator's own details help agencies to find them in their records."
    if kind in ALWAYS_PROTECTED:
        return "Always protected: opened one at a time by your agency, the advocate and agencies that you name."
    return "Protected unless the perpetrator knows it: then opened by your agency, the advocate and agencies you name."


def kind_in(kind: DetailKind, answers: Mapping[str, Any]) -> DetailKind:
    return DetailKind(answers["address"]) if "address" in answers else kind


def said(answers: Mapping[str, Any]) -> tuple[str, str]:
    return answers.get("value", ""), answers.get("postcode", "")


def facts(answers: Mapping[str, Any]) -> Facts:
    """What the rules ask; an answer not given is not known, which protects."""
    known = {"yes": True, "no": False}
    return {
        "known_to_perpetrator": known.get(answers.get("known", "")),
        "refuge": known.get(answers.get("refuge", "")),
        "confirmed": answers.get("confirmed") == "yes",
    }


def mistakes(answers: Mapping[str, Any]) -> dict[str, str]:
    return {} if answers.get("value") else {"value": "Enter it, or go back"}


def _which() -> Field:
    options = tuple(Option(kind.value, DETAIL_NAMES[kind]) for kind in DetailKind if kind in ADDRESSES)
    return Field("address", "Which address is it?", FieldKind.CHOICE, options)


def _value(kind: DetailKind) -> list[Field]:
    if kind in ADDRESSES:
        return [Field("value", "Address", FieldKind.LONG), Field("postcode", "Postcode", width="10")]
    if kind in _WRITTEN:
        return [Field("value", DETAIL_NAMES[kind], FieldKind.LONG)]
    return [Field("value", DETAIL_NAMES[kind], width="two-thirds")]


def _audience(agencies: Iterable[Agency], only: str = "") -> Field:
    return Field(
        "audience",
        "Which other agencies may open it?",
        FieldKind.CHOICES,
        tuple(Option(str(agency.id), agency.name) for agency in agencies),
        hint=f"{only}Your agency and the advocate always may; name only those who must act on it.",
    )
