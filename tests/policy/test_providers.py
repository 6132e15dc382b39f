"""Who registers, tries and switches an agency's identity provider."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from marac import clock
from marac.policy import providers as policy
from marac.vocabulary import Hat, Viewer

OWN, OTHER = uuid4(), uuid4()
ADMINISTRATORS = {Hat.ADMINISTRATOR, Hat.AGENCY_ADMINISTRATOR}


@dataclass
class Facts:
    switched_on: bool = False
    tried_at: datetime | None = None


def viewer(hat: Hat, agency: UUID = OWN) -> Viewer:
    return Viewer(uuid4(), agency, uuid4(), hat)


@pytest.mark.parametrize("hat", list(Hat))
def test_administrators_read_providers_and_nobody_else(hat: Hat) -> None:
    assert bool(policy.may_read_providers(viewer(hat), OWN)) == (hat in ADMINISTRATORS)
    assert bool(policy.may_read_providers(viewer(hat), OTHER)) == (hat is Hat.ADMINISTRATOR)


@pytest.mark.parametrize("hat", list(Hat))
def test_only_the_maracs_administrator_changes_them(hat: Hat) -> None:
    on, tried = Facts(switched_on=True), Facts(tried_at=clock.now())
    verdicts = [
        policy.may_add_provider(viewer(hat)),
        policy.may_change_provider(viewer(hat)),
        policy.may_try_provider(viewer(hat)),
        policy.may_move_provider(viewer(hat), tried, moved=True),
        policy.may_switch_on(viewer(hat), tried),
        policy.may_switch_off(viewer(hat), on),
    ]
    for verdict in verdicts:
        assert bool(verdict) == (hat is Hat.ADMINISTRATOR)
        assert verdict.allowed or verdict.reason == "Only the MARAC's administrator changes how an agency signs in."


@pytest.mark.parametrize(
    "facts, said",
    [
        (Facts(), "Try to sign in first: nobody has done so since the last change."),
        (Facts(switched_on=True, tried_at=clock.now()), "It is switched on already."),
        (Facts(tried_at=clock.now()), ""),
    ],
)
def test_it_is_switched_on_only_once_it_was_tried(facts: Facts, said: str) -> None:
    assert policy.may_switch_on(viewer(Hat.ADMINISTRATOR), facts).reason == said


@pytest.mark.parametrize("on, moved, allowed", [(True, True, False), (True, False, True), (False, True, True)])
def test_one_in_use_keeps_its_issuer_and_client(on: bool, moved: bool, allowed: bool) -> None:
    verdict = policy.may_move_provider(viewer(Hat.ADMINISTRATOR), Facts(switched_on=on), moved=moved)
    assert bool(verdict) == allowed


def test_what_is_off_is_not_switched_off() -> None:
    assert policy.may_switch_off(viewer(Hat.ADMINISTRATOR), Facts()).reason == "It is switched off already."
