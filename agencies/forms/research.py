"""What is posted about research: answers, nil returns."""

from uuid import UUID

from pydantic import Field, field_validator

from marac.web.forms import Form

LONGEST = 200


class NilsForm(Form):
    """Rows ticked on the workbench, each "research:person", and who searched what."""

    tick: list[str] = Field(min_length=1, title="Tick at least one person")
    searched_by: str = Field(min_length=1, max_length=LONGEST, title="Enter who searched, and which system")

    @field_validator("tick")
    @classmethod
    def two_ids(cls, ticks: list[str]) -> list[str]:
        for tick in ticks:
            parse_tick(tick)
        return ticks

    @property
    def ticked(self) -> dict[UUID, set[UUID]]:
        """Persons by research."""
        found: dict[UUID, set[UUID]] = {}
        for research_id, person_id in map(parse_tick, self.tick):
            found.setdefault(research_id, set()).add(person_id)
        return found


def parse_tick(tick: str) -> tuple[UUID, UUID]:
    """Raises ValueError."""
    research_id, _, person_id = tick.partition(":")
    try:
        return UUID(research_id), UUID(person_id)
    except ValueError:
        raise ValueError("Tick people from the list.") from None


class AnswersForm(Form):
    """Who searched what; the answers stand under `answer-` and each person's id."""

    searched_by: str = Field(default="", max_length=LONGEST)
