"""When an action usually falls due."""

from datetime import date, timedelta

from actions.catalogue.kinds import ActionType, Count

# Fortnightly is the usual rhythm (domain.md 1.0); used only while the next meeting has no date.
DAYS_WITHOUT_NEXT_MEETING = 14
SATURDAY = 5


def due_on(action_type: ActionType, meeting_day: date, next_meeting: date | None = None) -> date:
    """The last day of the usual time, counted from the meeting's day.

    Hours become whole days, rounded up. Working and school days skip Saturdays and Sundays; bank and school holidays
    are not known. What waits for the next meeting, a panel or an agreed date is due at the next meeting, or 14 days
    on while that has no date.
    """
    usual = action_type.usual_time
    match usual.count:
        case Count.HOURS:
            return meeting_day + timedelta(days=-(-usual.most // 24))
        case Count.WORKING_DAYS:
            return _weekdays_after(meeting_day, usual.most)
        case Count.CALENDAR_DAYS:
            return meeting_day + timedelta(days=usual.most)
        case Count.WEEKS:
            return meeting_day + timedelta(weeks=usual.most)
        case Count.NEXT_SCHOOL_DAY:
            return _weekdays_after(meeting_day, 1)
        case _:
            return next_meeting or meeting_day + timedelta(days=DAYS_WITHOUT_NEXT_MEETING)


def _weekdays_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day
