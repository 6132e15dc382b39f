"""What is done with actions: agreed, handed on, settled, and found again."""

from actions.operations.agreeing import agree
from actions.operations.finding import actions_of, open_actions
from actions.operations.handing import answer_condition, reassign
from actions.operations.settling import complete, not_done, not_possible, open_again

__all__ = [
    "actions_of",
    "agree",
    "answer_condition",
    "complete",
    "not_done",
    "not_possible",
    "open_actions",
    "open_again",
    "reassign",
]
