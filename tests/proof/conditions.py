"""Every condition that a policy or a view says, found in its own words, so that none can be forgotten: each left out.

What stands beside others with AND is held to be true; what stands beside others with OR, to be false, and where it is
no more than one comparison, true as well; a branch of a CASE, both. A whole policy is once true and once false.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.proof import written

_TOKEN = re.compile(r"'[^']*'|[()]|\s+(?:AND|OR)\s+|\b(?:WHEN|THEN|ELSE|END)\b")
_JOINS = re.compile(r"\s(?:AND|OR)\s")
_ASKED = """
SELECT tablename, policyname, qual FROM pg_policies
 WHERE schemaname = 'public' AND cmd = 'SELECT' AND 'marac_app' = ANY (roles) AND tablename = ANY (%s) ORDER BY 1, 2
"""
# Views that policies ask, and the tables in which a change of each must be noticed.
VIEWS: dict[str, tuple[str, ...]] = {
    "held": ("case_file", "particulars", "person", "seat", "action"),
    "walled": ("audit_event", "case_file", "minutes_part", "wall"),
    "opened": ("line", "note", "referral_section"),
    "observing": ("case_file", "hearing", "observation"),
    "moved": ("case_file", "line"),
    "broken_glass": ("protected_detail",),
    "named_line": ("line",),
    "named_detail": ("protected_detail",),
    "given_detail": ("emergency_opening", "protected_audience"),
    "presided_line": ("line_audience",),
    "reviewed_line": ("line_audience",),
    "guarded": ("case_file", "line", "line_audience", "seat"),
    "guarded_line": ("line_audience", "said"),
}
ASIDE = {"agreement_now", "own_line"}  # asked when something is written, or by no policy


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a policy or view, `whole` being what is said once it is held to be `instead`."""

    of: str
    said: str
    instead: str
    whole: str

    @property
    def name(self) -> str:
        return f"{self.of}: {self.said} is {self.instead}"


@dataclass(slots=True)
class _Group:
    """What stands between two brackets, and where it is joined or branches."""

    start: int
    joins: list[tuple[int, int, str]]


def conditions(of: str, text: str) -> Iterator[Condition]:
    """Every condition of one text as PostgreSQL writes it, which puts each side of a join into brackets."""
    for start, end, instead in _parts(text):
        said = " ".join(text[start:end].split())
        if said not in ("", instead):
            yield Condition(of, said, instead, f"{text[:start]} {instead} {text[end:]}")


def _parts(text: str) -> Iterator[tuple[int, int, str]]:
    open_: list[_Group] = [_Group(0, [])]
    for token in _TOKEN.finditer(text):
        word = token.group().strip()
        if word == "(":
            open_.append(_Group(token.end(), []))
        elif word == ")":
            yield from _of_group(text, open_.pop(), token.start())
        elif not word.startswith("'"):
            open_[-1].joins.append((token.start(), token.end(), word))
    yield from _of_group(text, open_.pop(), len(text))


def _of_group(text: str, group: _Group, end: int) -> Iterator[tuple[int, int, str]]:
    joined = [(at, to, word) for at, to, word in group.joins if word in ("AND", "OR")]
    for (_, start, before), (stop, _, after) in pairwise([(0, group.start, ""), *joined, (end, end, "")]):
        word = before or after
        if word == "AND":
            yield start, stop, "true"
        elif word == "OR":
            yield start, stop, "false"
            if not _JOINS.search(text[start:stop]):
                yield start, stop, "true"
    branches = [join for join in group.joins if join not in joined]
    for (_, start, word), (stop, _, _) in pairwise(branches):
        if word in ("THEN", "ELSE"):
            yield start, stop, "true"
            yield start, stop, "false"


def of_policies(connection: written.Connection) -> Iterator[tuple[str, str, Condition]]:
    """By table and policy: all that the application may read by."""
    for table, policy, said in connection.execute(_ASKED, [list(written.TABLES)]).fetchall():
        of = f"{table} {policy}"
        found = {each.whole: each for each in (*_whole(of), *conditions(of, said))}
        for each in found.values():
            yield table, policy, each


def _whole(of: str) -> Iterator[Condition]:
    yield Condition(of, "all of it", "true", "true")
    yield Condition(of, "all of it", "false", "false")


def of_views(connection: written.Connection) -> Iterator[tuple[str, Condition]]:
    there = connection.execute("SELECT viewname FROM pg_views WHERE schemaname = 'scope'").fetchall()
    assert {view for (view,) in there} == VIEWS.keys() | ASIDE, "a view that nobody thought of"
    for view in VIEWS:
        found = connection.execute("SELECT pg_get_viewdef(%s::regclass)", [f"scope.{view}"]).fetchone()
        assert found is not None
        for each in conditions(f"view {view}", found[0].rstrip("; \n")):
            yield view, each


_ALL = "ANY ('{check,case,hearing,action}'::text[])"
# Conditions behind which another stands, so that nobody can notice that they are left out: which, and why.
BEHIND: tuple[tuple[str, str, str], ...] = (
    ("", rf"\(\(h\.kind\)::text = {re.escape(_ALL)}\) is true", "there is no other kind of seat"),
    ("", r"\(h\.person_id IS (NOT )?NULL\) is true", "beside it, a seat for one person opens the same"),
    ("", r"\(\(h\.kind\)::text = ANY \('\{action\}'::text\[\]\)\) is true", "every other kind opens more, beside it"),
    ("birth_date|person_name", r"\(NOT searchable\) is true", "whoever reads the protected reads the searchable too"),
    ("alert|audit_event|question|sample_item", r"\(case_id IS NULL\) is false", "no wall stands before no case"),
    ("audit_event", r"\(case_id IS NULL\) is true", "without a partnership there is no case"),
    ("case_key", r"\(marac_id = |\(EXISTS .* alert a |\(NOT ", "its other policy asks for what it opens"),
    (".*_for_review|case_file seen_by|hearing seen_by|observation", r"\(scope\.hat\(\) = '\w+'", "its view asks too"),
    (".*_for_review", r"\(marac_id = scope|\(NOT \(EXISTS .*scope\.walled", "its view, or the line's policy, asks too"),
    ("note seen_for_review", r"\(\(sharing\)::text", "a note is for everybody seated or for agencies named"),
    ("note_audience", r"scope\.speaks\(\)", "only who speaks for an agency holds a seat"),
    ("hold|erasure", r"\(marac_id = scope\.marac\(\)", "whose agency ever sat here is asked within the partnership"),
    ("opening seen", r"\(scope\.hat\(\) = 'data|\(marac_id = scope", "who is told is asked by its own policy"),
    ("question", r"\(agency_id = scope\.agency\(\)", "a member belongs to one agency"),
    ("birth_date|person_name|line|safe_contact", r"\(NOT scope\.perpetrators\(\)", "said a second time beside it"),
    ("seat seen", r"\(\(h\.kind\)::text = ANY", "an advocate's place is one in the whole case"),
    ("view walled", r"\(c\.marac_id = scope\.marac\(\)", "no case of another partnership is seen in any way"),
    ("view (opened|observing)", r"\(scope\.hat|\(o\.marac_id|\(NOT c\.restr", "its policies ask it too"),
    ("view observing", r"\(o\.(until_at > scope\.at|from_at <= )|\(w\.from_at", "nobody is let in or walled for later"),
    ("view moved", r"\(t\.at <= scope\.at\(\)", "no case has gone tomorrow"),
    ("view broken_glass", r"\((agency_id|marac_id|scope\.hat|from_at)", "its policy asks for a seat here and now"),
    ("view presided_line", r"scope\.presides", "its policy asks it too"),
    ("view reviewed_line", r"\(l\.marac_id", "what is opened is of the partnership"),
    (".*seen_by_guardian|view guarded", r"\(scope\.hat\(\) = 'caldicott", "the policy and its view both ask it"),
    ("(line|line_audience|said) seen_by_guardian|view guarded_line", r"\((marac|owner)_id = ", "its place is one here"),
    ("case_key seen_by_guardian", r"\(EXISTS .* scope\.guarded ", "its other policy asks for what it opens"),
    ("view given_detail", r"\(marac_id", "what it is held against is of the same case"),
)


def redundant(name: str) -> str:
    """Why nobody can notice that this condition is left out; nothing where no reason is written down."""
    of, _, said = name.partition(": ")
    return next((why for where, what, why in BEHIND if re.match(where, of) and re.match(what, said)), "")
