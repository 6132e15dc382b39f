"""The rows of the meeting: its list, its hearings, who came, what was noted, and the minutes."""

from agenda.models.attendance import Attendance, CaseAttendance
from agenda.models.meeting import Hearing, ListVersion, Meeting
from agenda.models.minutes import Minutes, MinutesIssue, MinutesPart
from agenda.models.notes import Note, NoteAudience
from agenda.models.observing import Observation

__all__ = [
    "Attendance",
    "CaseAttendance",
    "Hearing",
    "ListVersion",
    "Meeting",
    "Minutes",
    "MinutesIssue",
    "MinutesPart",
    "Note",
    "NoteAudience",
    "Observation",
]
