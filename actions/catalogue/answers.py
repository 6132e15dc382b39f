"""The questions asked before work may start, and their answers: none is assumed (domain.md 5.1)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from actions.catalogue.kinds import ActionType, Condition

ADVOCATE_CONSULTED = "advocate-consulted"
ADVOCATE_QUESTION = "Was the advocate consulted, and will the victim be warned first?"
BETWEEN = "="


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not-known"


def questions(action_type: ActionType) -> dict[str, str]:
    """Everything that is asked of this kind of action: code to question."""
    asked = {condition.value: condition.question for condition in action_type.conditions}
    if action_type.alerts_perpetrator:
        asked[ADVOCATE_CONSULTED] = ADVOCATE_QUESTION
    return asked


def question(code: str) -> str:
    return ADVOCATE_QUESTION if code == ADVOCATE_CONSULTED else Condition(code).question


def said(answer: Answer) -> str:
    return answer.value.replace("-", " ").capitalize()


def kept(answers: Mapping[str, str]) -> list[str]:
    """As an action keeps them: "victims-choice=yes". Raises ValueError for what is no answer."""
    return [f"{code}{BETWEEN}{Answer(answer)}" for code, answer in answers.items()]


def read(conditions: Iterable[str]) -> dict[str, Answer]:
    """Raises ValueError for what `kept` did not write."""
    pairs = (condition.split(BETWEEN, 1) for condition in conditions)
    return {code: Answer(answer) for code, answer in pairs}


def complete(action_type: ActionType, conditions: Iterable[str]) -> list[str]:
    """Every question of this kind with its answer, "not known" where none was given."""
    given = read(conditions)
    return kept({code: given.get(code, Answer.NOT_KNOWN) for code in questions(action_type)})


def unsettled(conditions: Iterable[str]) -> dict[str, Answer]:
    """What is not yet a yes."""
    return {code: answer for code, answer in read(conditions).items() if answer is not Answer.YES}
