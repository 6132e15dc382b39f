"""An agency's own record of a period as CSV: what the law asks a log to establish, and no word of any case."""

import csv
from collections.abc import Iterator
from io import StringIO

from sqlmodel import col, func, select

from marac.clock import LONDON
from marac.oversight.ledger import Asked, Entry, Names, filtered, in_words
from marac.store.audit import AuditEvent
from marac.store.people import Agency
from marac.store.work import Work

MOST = 50_000  # events of one file; a longer period is exported in parts
COLUMNS = ("date", "time", "who", "agency", "as", "operation", "what was done", "what kinds", "to whom", "meeting",
           "reason", "regime")  # fmt: skip
PART_3 = "DPA 2018 Part 3 s62"
GENERAL = "UK GDPR Article 30 and 5(2)"
NOTE = {
    PART_3: "Kept under section 62 of the Data Protection Act 2018. Use it only to check that what was done was "
    "lawful, for your agency's own monitoring (discipline included), to keep information whole and safe, or for "
    "criminal proceedings: section 62(4). Give it to the Information Commissioner on request: section 62(5).",
    GENERAL: "Kept as your agency's account of what it shared (UK GDPR Articles 5(2) and 30). Your agency is not a "
    "competent authority under Part 3 of the Data Protection Act 2018. Use it to check sharing and "
    "to answer for it, and for nothing else.",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def regime_of(agency: Agency) -> str:
    """Under which law an agency logs: competent authorities under Part 3 of the Act, all others under the UK GDPR."""
    return PART_3 if agency.competent_authority else GENERAL


def number_of(work: Work, asked: Asked) -> int:
    return work.first(filtered(select(func.count(col(AuditEvent.id))), asked)) or 0


def as_csv(work: Work, asked: Asked, agency: Agency) -> str:
    """The events that this officer may read, the oldest first."""
    names, regime = Names(work), regime_of(agency)
    ordered = filtered(select(AuditEvent), asked).order_by(col(AuditEvent.at), col(AuditEvent.id))
    said = StringIO()
    writer = csv.writer(said, quoting=csv.QUOTE_ALL)
    writer.writerow([NOTE[regime]])
    writer.writerow(COLUMNS)
    for event in work.all(ordered):
        writer.writerow([plain(cell) for cell in _cells(in_words(event, names), names, regime)])
    return "\ufeff" + said.getvalue()  # the mark by which spreadsheets know UTF-8


def _cells(entry: Entry, names: Names, regime: str) -> Iterator[str]:
    at = entry.at.astimezone(LONDON)
    yield at.strftime("%Y-%m-%d")
    yield at.strftime("%H:%M:%S")
    yield entry.who
    yield names.agencies.get(entry.agency_id, "") if entry.agency_id else ""
    yield entry.hat
    yield entry.operation.value
    yield entry.done
    yield "; ".join(f"{number} {kind}" for kind, number in entry.kinds)
    yield "; ".join(entry.recipients)
    yield entry.meeting.astimezone(LONDON).strftime("%Y-%m-%d") if entry.meeting else ""
    yield entry.reason
    yield regime


def plain(cell: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
