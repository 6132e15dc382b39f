"""Who sees a case, asked by a function: PostgreSQL plans it once a session, and not anew in each statement that writes.

The policies of 0010 read `case_file`, `line`, `question`, `opening` and `alert` through those tables' own policies, and
each statement on forty tables was planned with all of theirs. What is asked is the same, said once more by hand;
tests/proof compares it with an account of its own. The functions tell only about the viewer who asks.
"""

from migrations import narrowed_0010, sight_0010
from migrations.oversight_0007 import OPENS, SPOKE
from migrations.policies_0001 import ADDED_ONLY, DELETED_FROM_DRAFTS, OPEN, SEAT_ANY, SEEN

_NOT_WALLED = "NOT EXISTS (SELECT FROM scope.walled w WHERE w.case_id = of_case)"
_OFFICERS = "x.case_id = of_case AND x.marac_id = scope.marac() AND x.agency_id = scope.agency()"


def _answer(name: str, body: str) -> str:
    return f"""
CREATE FUNCTION scope.{name}(of_case uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN RETURN {body}; END $$
"""


FUNCTIONS = {
    # As the policies of case_file: seats, hats, observers, and those who held a seat when it moved.
    "sees_case": _answer(
        "sees_case",
        f"""{_NOT_WALLED} AND (
    EXISTS (SELECT FROM scope.held h WHERE h.case_id = of_case)
    OR ((scope.presides() OR scope.hat() = 'auditor')
        AND EXISTS (SELECT FROM case_file c WHERE c.id = of_case AND c.marac_id = scope.marac()))
    OR EXISTS (SELECT FROM scope.observing o WHERE o.case_id = of_case)
    OR EXISTS (SELECT FROM scope.moved m WHERE m.case_id = of_case))""",
    ),
    # A draft's author writes before there is a seat.
    "writes_on": _answer(
        "writes_on",
        f"scope.sees_case(of_case) OR (of_case IN (SELECT scope.authored()) AND {_NOT_WALLED})",
    ),
    # An officer's come with what their agency is asked or told of, and with alerts about its people.
    "knows_of": _answer(
        "knows_of",
        f"""scope.sees_case(of_case) OR (scope.hat() = 'data-protection-officer' AND {_NOT_WALLED} AND (
    EXISTS (SELECT FROM question x WHERE {_OFFICERS})
    OR EXISTS (SELECT FROM opening_told x WHERE {_OFFICERS})
    OR EXISTS (SELECT FROM alert x WHERE {_OFFICERS} AND x.{SPOKE} AND x.member_id <> scope.member())))""",
    ),
}
VIEWS = {
    "presided_line": "SELECT l.id FROM public.line l WHERE scope.presides() AND l.marac_id = scope.marac()"
    " AND (l.sharing = 'seated' OR (l.sharing = 'named'"
    " AND CASE scope.hat() WHEN 'chair' THEN l.to_chair ELSE l.to_coordinator END))",
    "reviewed_line": "SELECT l.id FROM public.line l JOIN scope.opened o ON o.case_id = l.case_id"
    " WHERE l.marac_id = scope.marac() AND l.sharing IN ('seated', 'named')"
    " AND (o.line_id IS NULL OR o.line_id = l.id) AND coalesce(l.decided_at, l.recorded_at) <= o.from_at",
}
_SIGHT = "scope.writes_on(this.case_id)"
_NAMED_HERE = "EXISTS (SELECT FROM scope.%s l WHERE l.id = this.line_id OFFSET 0)"
_OWN = "((agency_id = scope.agency() AND ended_at IS NULL) OR owner_id = scope.agency())"
AUDIENCE = {
    "seen": f"CASE WHEN scope.presides() THEN {_NAMED_HERE % 'presided_line'}"
    f" ELSE {_OWN} AND {SEAT_ANY} END AND {OPEN}",
    "seen_for_review": f"scope.hat() = 'auditor' AND {_NAMED_HERE % 'reviewed_line'} AND {OPEN}",
}


def statements() -> list[str]:
    made = []
    for name, definition in FUNCTIONS.items():
        made += [
            definition,
            f"REVOKE EXECUTE ON FUNCTION scope.{name}(uuid) FROM public",
            f"GRANT EXECUTE ON FUNCTION scope.{name}(uuid) TO marac_app, marac_owner, marac_scope",
            f"ALTER FUNCTION scope.{name}(uuid) OWNER TO marac_scope",
        ]
    for name, asked in VIEWS.items():
        made += [
            f"CREATE VIEW scope.{name} WITH (security_barrier) AS {asked}",
            f"GRANT SELECT ON scope.{name} TO marac_app, marac_owner, marac_scope",
            f"ALTER VIEW scope.{name} OWNER TO marac_scope",
        ]
    made.append("ALTER POLICY narrowed ON case_key USING (scope.knows_of(case_key.case_id))")
    made += [_altered(name, "line_audience", "USING", rule) for name, rule in AUDIENCE.items()]
    return [*made, *_within_sight(_SIGHT)]


def undone() -> list[str]:
    """Back to 0010."""
    made = _within_sight(sight_0010.SIGHT)
    made.append(f"ALTER POLICY narrowed ON case_key USING ({narrowed_0010.NARROWED['case_key']})")
    before = {"seen": SEEN["line_audience"], "seen_for_review": OPENS["line_audience"]}
    made += [_altered(name, "line_audience", "USING", rule) for name, rule in before.items()]
    made += [f"DROP FUNCTION scope.{name}(uuid)" for name in reversed(FUNCTIONS)]
    return [*made, *(f"DROP VIEW scope.{name}" for name in VIEWS)]


def _within_sight(rule: str) -> list[str]:
    made = [_altered("added_within_sight", table, "WITH CHECK", rule) for table in sight_0010.TABLES]
    changed = [table for table in sight_0010.TABLES if table not in ADDED_ONLY]
    made += [_altered("changed_within_sight", table, "USING", rule) for table in changed]
    return [*made, *(_altered("removed_within_sight", table, "USING", rule) for table in DELETED_FROM_DRAFTS)]


def _altered(name: str, table: str, how: str, rule: str) -> str:
    return f"ALTER POLICY {name} ON {table} {how} ({rule.replace('this.', f'{table}.')})"
