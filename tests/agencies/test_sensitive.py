"""What is never common text: named audiences alone, and immigration status not to the police by default (S14)."""

from typing import Any

import pytest

from agencies.models import Line
from agencies.operations.lines import correct_line, decide
from marac.policy.lines import Sensitive
from marac.store.work import open_work
from marac.vocabulary import Refused, Sharing
from tests.agencies.scene import heron, line
from tests.cases.test_inbox_page import Desk
from tests.cast import Cast
from tests.conftest import ClientOf


def take(cast: Cast, line_id: Any, sharing: Sharing, *named: str, **how: Any) -> Line:
    with open_work(cast.store, cast["council_rep"]) as work:
        return decide(work, work.find(Line, line_id), sharing, named=[cast.agencies[one] for one in named], **how)


@pytest.mark.parametrize("kind", Sensitive)
def test_it_goes_to_named_agencies_or_nowhere(cast: Cast, kind: Sensitive) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "unmistakable", sensitive=kind)
    with pytest.raises(Refused, match="sensitive"):
        take(cast, line_id, Sharing.SEATED)
    assert take(cast, line_id, Sharing.NAMED, "new_era", to_chair=False, to_coordinator=False).sharing is Sharing.NAMED


def test_immigration_status_goes_to_the_police_only_where_somebody_says_why(cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "unmistakable", sensitive=Sensitive.IMMIGRATION_STATUS)
    with pytest.raises(Refused, match="not sent to police by default"):
        take(cast, line_id, Sharing.NAMED, "new_era", "police")
    take(cast, line_id, Sharing.NAMED, "new_era")
    take(cast, line_id, Sharing.NAMED, "new_era", "police", reason="She asked for it herself.")


def test_on_the_form_nobody_is_ticked_and_everyone_is_not_offered(client_of: ClientOf, cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "unmistakable", sensitive=Sensitive.HIV)
    page = Desk(client_of, cast, "council_rep").get(f"/cases/{case_id}/lines/{line_id}").text
    assert "This line is sensitive" in page and " checked" not in page
    assert 'name="sharing" type="radio" value="seated"' not in page


def test_a_correction_stays_as_sensitive_as_it_was(cast: Cast) -> None:
    case_id, _ = heron(cast)
    line_id = line(cast, "council_rep", case_id, "unmistakable", sensitive=Sensitive.COUNSELLING)
    with open_work(cast.store, cast["council_rep"]) as work:
        new = correct_line(work, work.find(Line, line_id), "put right")
        assert new.sensitive == Sensitive.COUNSELLING
        with pytest.raises(Refused, match="sensitive"):
            decide(work, new, Sharing.SEATED)
