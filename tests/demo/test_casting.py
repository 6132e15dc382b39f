"""The same chance tells the same stories; only ids and keys differ between two seedings of one day."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from actions import catalogue
from marac.cases import topics
from marac.cases.topics import Field
from marac.demo.casting import Casting
from marac.demo.maracs import SOUTH, STOKE
from marac.demo.members import MEMBERS
from marac.demo.names import ORIGINS, Names
from marac.demo.plot import Plot
from marac.demo.plots import PLOTS
from marac.demo.story import Story
from marac.demo.walk import alder, heron, marten, teal
from marac.demo.world import Partnership, World
from marac.vocabulary import Viewer

REGISTER = Partnership({}, {}, {})
for _member in MEMBERS:
    for _held in _member.appointments:
        REGISTER.viewers[_member.key, _held.marac, _held.role] = Viewer(uuid4(), uuid4(), uuid4(), _held.role)


def world() -> World:
    store: Any = None
    return World(store, REGISTER, date(2026, 3, 2))


def cast_all(marac: str = SOUTH) -> list[Story]:
    made = world()
    casting = Casting(made, Names(made.chance))
    return [replace(casting.cast(plot, -8, marac), code=made.new_code()) for plot in PLOTS]


def of_the_walk() -> list[Story]:
    return [tell(world(), -9) for tell in (heron.heron, alder.before, alder.alder, marten.marten, teal.teal)]


def test_two_seedings_tell_the_same_stories() -> None:
    assert cast_all() == cast_all()


@pytest.mark.parametrize("stories", [cast_all(), cast_all(STOKE), of_the_walk()], ids=["south", "north", "walk"])
def test_every_answer_is_one_that_the_form_takes(stories: list[Story]) -> None:
    for story in stories:
        for code, answers in story.sections.items():
            assert taken(topics.find(code).fields, answers) == {}, (story.code, code)
        for human in story.people:
            assert taken(topics.PARTICULARS[human.party], human.particulars) == {}, (story.code, human.key)


def taken(fields: Iterable[Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the form would refuse, or leave out."""
    posted = {name: said if isinstance(said, list) else [said] for name, said in answers.items()}
    kept, errors = topics.validate(fields, posted)
    lost = {name: said for name, said in answers.items() if name not in kept and said}
    return {**errors, **lost}


def test_nobody_is_left_without_a_name_in_a_text() -> None:
    for story in cast_all():
        texts = [*story.sections["grounds"].values(), *(told.text for reply in story.replies for told in reply.lines)]
        texts += [remark.text for remark in story.discussion.remarks]
        assert not any("{" in str(text) for text in texts)


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.what[0][:30])
def test_a_plot_uses_the_catalogue_and_two_tellings(plot: Plot) -> None:
    assert plot.what[0] != plot.what[1]
    for deed in plot.deeds:
        assert catalogue.find(deed.code)
        assert catalogue.vague(deed.wording) is None, deed.wording


def test_no_invented_family_bears_the_name_of_a_member() -> None:
    families = [surname for origin in ORIGINS for surname in origin.surnames]
    assert len(set(families)) == len(families)
    named = {part.lower() for member in MEMBERS for part in member.name.split()}
    assert not named & {surname.lower() for surname in families}
