"""The printed documents are what the code prints, and every lifecycle knows every status."""

from enum import StrEnum
from pathlib import Path

import pytest

from marac.commands.visibility import visibility
from marac.policy.documents import lifecycle, permissions
from marac.policy.lifecycle import LIFECYCLES, may_become
from marac.proceedings import ActionStatus, HearingStatus, MeetingStatus, MinutesStatus
from marac.vocabulary import CaseStatus

DOCS = Path(__file__).parents[2] / "docs"


def test_permissions_are_printed_as_they_are() -> None:
    assert (DOCS / "permissions.md").read_text() == permissions(), "run `make docs`"


def test_lifecycles_are_printed_as_they_are() -> None:
    assert (DOCS / "lifecycle.md").read_text() == lifecycle(), "run `make docs`"


def test_the_classes_of_columns_are_printed_as_they_are() -> None:
    assert (DOCS / "visibility.md").read_text() == visibility(), "run `make docs`"


@pytest.mark.parametrize("kind", [CaseStatus, MeetingStatus, HearingStatus, ActionStatus, MinutesStatus])
def test_every_status_has_its_steps(kind: type[StrEnum]) -> None:
    steps = next(steps for steps in LIFECYCLES.values() if isinstance(next(iter(steps)), kind))
    assert set(steps) == set(kind)


def test_a_step_that_is_not_in_the_table_is_refused_with_a_reason() -> None:
    assert may_become(MeetingStatus.PUBLISHED, MeetingStatus.OPEN)
    answer = may_become(MeetingStatus.CLOSED, MeetingStatus.OPEN)
    assert not answer
    assert answer.reason == "The meeting cannot go from closed to open."
