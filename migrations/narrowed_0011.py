"""What told too much or compared too little, as of 0011: seats that had not begun, sides, protected names."""

from migrations.details_0009 import FUNCTIONS as BEFORE_DETAILS
from migrations.details_0009 import VIEWS as BEFORE_VIEWS
from migrations.keeping_0006 import ONLY
from migrations.oversight_0007 import FUNCTIONS as BEFORE_OVERSIGHT
from migrations.oversight_0007 import READER
from migrations.policies_0001 import MY_SIDE, WRITTEN
from migrations.walls_0008 import RAISE

# An agency whose seat had not begun when the case moved was never on it (S1, S23).
_MOVED = BEFORE_VIEWS["moved"]
MOVED = _MOVED.replace("s.until_at = t.at", "s.until_at = t.at AND s.from_at < t.at")

# A worker on the other side changes neither a colleague's line nor who is named for it, though they may read it (S6).
_OWN_LINE = (
    "SELECT l.id FROM public.line l WHERE l.agency_id = scope.agency() AND l.marac_id = scope.marac()"
    " AND (l.side = 'perpetrator') = scope.perpetrators()"
)
_OF_MY_SIDE = "EXISTS (SELECT FROM scope.own_line l WHERE l.id = line_audience.line_id OFFSET 0)"
SIDES = {
    "line": f"({WRITTEN['line']}) AND {MY_SIDE}",
    "line_audience": f"{WRITTEN['line_audience']} AND {_OF_MY_SIDE}",
}

# Own names that are protected, and own addresses, raise the alert as own names do; observers are compared with both.
NAMESAKES = f"""
CREATE FUNCTION scope.namesakes(members uuid[], prints bytea[], since timestamptz)
  RETURNS TABLE (member_id uuid, agency_id uuid, hat varchar, case_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH own AS (SELECT g.member, g.print FROM unnest(members, prints) AS g (member, print)),
  found AS (
    SELECT own.member, b.case_id FROM own
      JOIN blind_index b ON b.fingerprint = own.print AND b.marac_id = scope.marac()
    UNION
    SELECT own.member, p.case_id FROM own JOIN party_mark p ON p.fingerprint = own.print
    UNION
    SELECT h.member_id, p.case_id FROM member_home h JOIN party_mark p ON p.fingerprint = h.fingerprint)
  SELECT DISTINCT e.member_id, e.agency_id, e.hat, e.case_id
    FROM found f JOIN audit_event e ON e.case_id = f.case_id AND e.member_id = f.member AND e.at >= since
     AND e.operation = 'consultation'
   WHERE {READER} $$
"""
ON_THE_LIST = """
CREATE FUNCTION scope.on_the_list(of_meeting uuid, prints bytea[]) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT scope.hat() = 'chair' AND EXISTS (
    SELECT FROM hearing h
     WHERE h.meeting_id = of_meeting AND h.marac_id = scope.marac() AND h.status <> 'removed'
       AND (EXISTS (SELECT FROM blind_index b WHERE b.case_id = h.case_id AND b.fingerprint = ANY (prints))
         OR EXISTS (SELECT FROM party_mark p WHERE p.case_id = h.case_id AND p.fingerprint = ANY (prints)))) $$
"""
# The screens of somebody who never saw the case are not told that a wall was raised (S17).
_TOLD = "PERFORM pg_notify('marac', json_build_object('member', of_member)::text);"
_SAW = """EXISTS (SELECT FROM seat s JOIN member m ON m.id = of_member
                 WHERE s.case_id = of_case AND s.from_at <= scope.at()
                   AND (s.until_at IS NULL OR s.until_at > scope.at())
                   AND (s.member_id = m.id OR (s.member_id IS NULL AND s.agency_id = m.agency_id)))
        OR EXISTS (SELECT FROM appointment p WHERE p.member_id = of_member AND p.marac_id = place
                      AND p.role IN ('chair', 'coordinator'))"""
RAISED = RAISE.replace(_TOLD, f"IF {_SAW} THEN {_TOLD} END IF;")

# A hold is lifted by whoever placed it, or an auditor; the others may lock the row, and are told so.
_LIFTED = "placed_by = scope.member() OR scope.hat() = 'auditor'"
_VIEW = "CREATE OR REPLACE VIEW scope.moved WITH (security_barrier) AS"


def statements() -> list[str]:
    return [
        f"CREATE VIEW scope.own_line WITH (security_barrier) AS {_OWN_LINE}",
        "GRANT SELECT ON scope.own_line TO marac_app, marac_owner, marac_scope",
        "ALTER VIEW scope.own_line OWNER TO marac_scope",
        *_as_scope(f"{_VIEW} {MOVED}", NAMESAKES, ON_THE_LIST, RAISED),
        *_written(SIDES),
        _lifting(_LIFTED),
    ]


def undone() -> list[str]:
    """Back to 0010."""
    functions = (
        BEFORE_OVERSIGHT["namesakes(uuid[], bytea[], timestamptz)"],
        BEFORE_DETAILS["on_the_list(uuid, bytea[])"],
    )
    return [
        *_as_scope(f"{_VIEW} {_MOVED}", *functions, RAISE),
        *_written({table: WRITTEN[table] for table in SIDES}),
        _lifting(ONLY["hold"]),
        "DROP VIEW scope.own_line",
    ]


def _as_scope(*statements: str) -> list[str]:
    """What belongs to marac_scope is replaced by it."""
    again = [one.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") for one in statements]
    return ["SET LOCAL ROLE marac_scope", *again, "RESET ROLE"]


def _lifting(rule: str) -> str:
    return f"ALTER POLICY changed ON hold WITH CHECK ({rule})"


def _written(rules: dict[str, str]) -> list[str]:
    made = []
    for table, rule in rules.items():
        allowed = rule.replace("this.", f"{table}.")
        made += [f"ALTER POLICY added ON {table} WITH CHECK ({allowed})"]
        made += [f"ALTER POLICY changed ON {table} USING ({allowed})"]
    return made
