"""The referral form: every topic of domain.md 3.1, half empty as it may be, and nothing asked that should not be."""

import re
from datetime import date

import pytest

from marac.cases.topics import (
    INCIDENT_TYPES,
    PARTICULARS,
    TOPICS,
    Field,
    FieldKind,
    Topic,
    TopicVisibility,
    find,
    validate,
)
from marac.vocabulary import PartyRole

TODAY = date(2026, 11, 21)
FIELD_SETS = [(topic.code, topic.fields) for topic in TOPICS] + [(role.value, f) for role, f in PARTICULARS.items()]
ALL_FIELDS = [(code, field) for code, fields in FIELD_SETS for field in fields]


def test_topics_come_in_the_order_of_the_task_list() -> None:
    assert [topic.code for topic in TOPICS] == [
        "referral",
        "victim",
        "perpetrators",
        "children",
        "others",
        "places",
        "grounds",
        "orders",
        "risk",
        "criteria",
        "consent",
        "safe-contact",
        "police",
        "equality",
        "handling",
    ]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_a_topic_is_found_by_its_code_and_says_what_it_is(topic: Topic) -> None:
    assert find(topic.code) is topic
    assert topic.title
    assert topic.hint


def test_an_unknown_topic_is_refused() -> None:
    with pytest.raises(KeyError):
        find("nonsense")


@pytest.mark.parametrize(("code", "fields"), FIELD_SETS)
def test_names_are_plain_and_conditions_point_to_an_earlier_question(code: str, fields: tuple[Field, ...]) -> None:
    seen: dict[str, Field] = {}
    for field in fields:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)
        assert field.name not in seen
        if field.shown_if:
            name, value = field.shown_if
            assert value in {option.value for option in seen[name].options}
        seen[field.name] = field


@pytest.mark.parametrize(("code", "field"), ALL_FIELDS, ids=lambda value: getattr(value, "name", str(value)))
def test_options_belong_to_questions_that_offer_them(code: str, field: Field) -> None:
    offers = field.kind in (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO, FieldKind.YES_NO_UNKNOWN)
    assert bool(field.options) is offers
    values = [option.value for option in field.options]
    assert len(values) == len(set(values))
    assert all(re.fullmatch(r"[a-z0-9-]+", value) for value in values)


def test_hardly_anything_is_required() -> None:
    required = [(code, field.name) for code, field in ALL_FIELDS if field.required]
    assert required == [("referral", "referrer_name"), ("grounds", "what_happened")]


def test_everything_else_works_empty() -> None:
    for code, fields in FIELD_SETS:
        answers, errors = validate([field for field in fields if not field.required], {}, TODAY)
        assert (code, answers, errors) == (code, {}, {})


def test_visibility_of_each_topic() -> None:
    seen = {visibility: {t.code for t in TOPICS if t.visibility is visibility} for visibility in TopicVisibility}
    assert seen[TopicVisibility.POLICE] == {"police"}
    assert seen[TopicVisibility.REFERRER] == {"referral"}
    assert seen[TopicVisibility.COORDINATOR] == {"places", "equality", "handling"}


def test_people_topics_name_their_party() -> None:
    parties = {topic.code: topic.party for topic in TOPICS if topic.party}
    assert parties == {
        "victim": PartyRole.VICTIM,
        "perpetrators": PartyRole.PERPETRATOR,
        "children": PartyRole.CHILD,
        "others": PartyRole.ADULT_AT_RISK,
    }
    assert set(PARTICULARS) == set(PartyRole)


SENSITIVE = re.compile(
    r"immigration|recourse|sexual.health|\bhiv\b|gender.history|\btrans\b|transgender|orientation|counsell",
    re.IGNORECASE,
)


def test_sensitive_matters_are_no_questions_of_the_form() -> None:
    asked = [(code, f.name) for code, f in ALL_FIELDS if SENSITIVE.search(f"{f.name} {f.label}")]
    asked += [(code, o.label) for code, f in ALL_FIELDS for o in f.options if SENSITIVE.search(f"{o.value} {o.label}")]
    assert asked == []


@pytest.mark.parametrize("code", ["victim", "grounds"])
def test_common_pages_say_where_sensitive_matters_go(code: str) -> None:
    assert "Tell the coordinator that you hold it; share it later line by line" in find(code).hint


def test_equality_has_unknown_as_its_own_value() -> None:
    equality = find("equality")
    assert {"ethnicity_group", "gender", "lgbt", "disability", "aged_16_17"} <= {f.name for f in equality.fields}
    assert all("unknown" in {option.value for option in field.options} for field in equality.fields)


LEADING = re.compile(r"address|postcode|phone|landlord|employer|surgery|name of", re.IGNORECASE)


def test_particulars_hold_nothing_that_leads_to_the_victim_or_a_child() -> None:
    for role in (PartyRole.VICTIM, PartyRole.CHILD, PartyRole.ADULT_AT_RISK):
        assert not [field.label for field in PARTICULARS[role] if LEADING.search(field.label)]
    places = {field.name for field in find("places").fields}
    assert {"landlord", "gp_surgery", "schools", "employer"} <= places


def test_the_perpetrators_side_gets_no_story_with_the_perpetrators_particulars() -> None:
    assert not [field.name for field in PARTICULARS[PartyRole.PERPETRATOR] if field.kind is FieldKind.LONG]


def test_the_kinds_of_incident_of_the_source_documents_are_offered() -> None:
    kinds = {option.value for option in INCIDENT_TYPES}
    assert kinds >= {
        "exposure",
        "voyeurism",
        "up-skirting",
        "spiking",
        "street-harassment",
        "stalking",
        "strangulation",
        "coercive-control",
        "economic",
        "honour-based",
        "forced-marriage",
        "fgm",
        "false-allegations",
        "exploitation",
    }


def test_nothing_assumes_anybodys_sex() -> None:
    words = re.compile(r"\b(he|she|his|her|him|husband|wife|mother|father)\b", re.IGNORECASE)
    texts = [f"{t.title} {t.hint}" for t in TOPICS] + [f"{f.label} {f.hint}" for _, f in ALL_FIELDS]
    texts += [option.label for _, field in ALL_FIELDS for option in field.options]
    assert not [text for text in texts if words.search(text)]
