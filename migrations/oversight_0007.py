"""Row-level security of the auditor's rooms: openings of content and what they open, samples, questions, alerts.

What an opening shows stands in policies of its own, beside those of the tables that it opens, and asks first for the
auditor's hat: under any other it costs nothing.
"""

from migrations.policies_0001 import HERE, OPEN, SEAT_ANY

AUDITS = f"(scope.hat() = 'auditor' AND {HERE})"
OFFICER = f"(scope.hat() = 'data-protection-officer' AND {HERE})"
SPOKE = "hat IN ('representative', 'advocate', 'contributor', 'guest')"
_OUTSIDE = f"(case_id IS NULL OR {OPEN})"
_ASKED = (
    f"(scope.hat() IN ('representative', 'advocate') AND {HERE} AND agency_id = scope.agency()"
    f" AND member_id = scope.member() AND (case_id IS NULL OR {SEAT_ANY}))"
)
_REVIEWS = f"({AUDITS} OR ({OFFICER} AND agency_id = scope.agency() AND {SPOKE})) AND member_id <> scope.member()"
_QUESTIONED = f"({AUDITS} OR ({OFFICER} AND agency_id = scope.agency()) OR {_ASKED}) AND {_OUTSIDE}"
_NOBODY_ELSES = "member_id = scope.member()"

# The database itself limits an opening to a day from now; what is not granted below cannot be changed later.
SEEN = {
    "opening": f"(({HERE} AND scope.hat() IN ('auditor', 'chair'))"
    f" OR ({OFFICER} AND id IN (SELECT t.opening_id FROM opening_told t))) AND {OPEN}",
    "opening_told": f"(({HERE} AND scope.hat() IN ('auditor', 'chair')) OR ({OFFICER} AND agency_id = scope.agency()))"
    f" AND {OPEN}",
    "alert": f"{_REVIEWS} AND {_OUTSIDE}",
    "question": _QUESTIONED,
    "sample": AUDITS,
    "sample_item": f"{AUDITS} AND {_OUTSIDE}",
}
ADDED = {
    "opening": f"{AUDITS} AND {_NOBODY_ELSES} AND ended_at IS NULL AND from_at >= scope.at()"
    f" AND until_at <= scope.at() + interval '24 hours' AND {OPEN}"
    " AND case_id IN (SELECT c.id FROM case_file c WHERE NOT c.restricted AND c.status <> 'draft')",
    "opening_told": f"{AUDITS} AND {OPEN}",
    "alert": f"{_REVIEWS} AND {_OUTSIDE} AND status = 'open'",
    "question": f"{AUDITS} AND asked_by = scope.member() AND agency_id <> scope.agency() AND answered_at IS NULL"
    f" AND {_OUTSIDE}",
    "sample": f"{AUDITS} AND drawn_by = scope.member()",
    "sample_item": f"{AUDITS} AND {_OUTSIDE} AND verdict IS NULL",
}
CHANGED = {
    "opening": f"(({AUDITS} AND {_NOBODY_ELSES}) OR (scope.hat() = 'chair' AND {HERE})) AND {OPEN}",
    "alert": f"{_REVIEWS} AND {_OUTSIDE}",
    "question": _QUESTIONED,
    "sample_item": f"{AUDITS} AND {_OUTSIDE} AND member_id IS DISTINCT FROM scope.member()",
}
COLUMNS = {
    "opening": "reason_sealed, ended_at, ended_by",
    "alert": "status, note_sealed, plain_note, reviewed_by, reviewed_at, version",
    "question": "answer_sealed, plain_answer, answered_by, answered_at, finding, closed_by, closed_at, version",
    "sample_item": "verdict, note_sealed, plain_note, judged_by, judged_at, version",
}

# The viewer's own openings in force; a case that is restricted meanwhile is shut at once.
OPENED = """
CREATE VIEW scope.opened WITH (security_barrier) AS
  SELECT o.case_id, o.line_id, o.from_at FROM public.opening o JOIN public.case_file c ON c.id = o.case_id
   WHERE scope.hat() = 'auditor' AND o.member_id = scope.member() AND o.marac_id = scope.marac()
     AND o.from_at <= scope.at() AND o.until_at > scope.at() AND (o.ended_at IS NULL OR o.ended_at > scope.at())
     AND NOT c.restricted
"""


def _opened(condition: str = "") -> str:
    also = f" AND {condition}" if condition else " AND o.line_id IS NULL"
    return f"EXISTS (SELECT FROM scope.opened o WHERE o.case_id = this.case_id{also} OFFSET 0)"


_SHARED = "sharing IN ('seated', 'named')"
_LINE = _opened(
    "(o.line_id IS NULL OR o.line_id = this.id) AND coalesce(this.decided_at, this.recorded_at) <= o.from_at"
)
OPENS = {
    "line": f"{AUDITS} AND {_SHARED} AND {_LINE} AND {OPEN}",
    "line_audience": f"{AUDITS} AND line_id IN (SELECT l.id FROM line l) AND {OPEN}",
    "note": f"{AUDITS} AND {_SHARED} AND {_opened('o.line_id IS NULL AND this.written_at <= o.from_at')} AND {OPEN}",
    "referral_section": f"{AUDITS} AND visibility IN ('common', 'referrer') AND {_opened()} AND {OPEN}",
    "case_key": f"({AUDITS} OR {OFFICER}) AND {OPEN}",
}

# Both look past row-level security and are narrowed by the hat that asks: an officer's to what their agency's people
# did as they spoke for it.
READER = """
   e.marac_id = scope.marac() AND e.member_id <> scope.member()
   AND (scope.hat() = 'auditor' OR (scope.hat() = 'data-protection-officer' AND e.agency_id = scope.agency()
        AND e.hat IN ('representative', 'advocate', 'contributor', 'guest')))
   AND NOT EXISTS (SELECT FROM scope.walled w WHERE w.case_id = e.case_id)
"""
# Fingerprints of members' own names are given to it, made outside the database with a key that it does not have.
NAMESAKES = f"""
CREATE FUNCTION scope.namesakes(members uuid[], prints bytea[], since timestamptz)
  RETURNS TABLE (member_id uuid, agency_id uuid, hat varchar, case_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT e.member_id, e.agency_id, e.hat, e.case_id
    FROM unnest(members, prints) AS own(member, print)
    JOIN blind_index b ON b.fingerprint = own.print AND b.marac_id = scope.marac()
    JOIN audit_event e ON e.case_id = b.case_id AND e.member_id = own.member AND e.at >= since
     AND e.operation = 'consultation'
   WHERE {READER} $$
"""
PURPOSELESS = f"""
CREATE FUNCTION scope.purposeless(since timestamptz, most integer)
  RETURNS TABLE (member_id uuid, agency_id uuid, hat varchar, case_id uuid, event_ids uuid[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.member_id, e.agency_id, e.hat, e.case_id, array_agg(e.id ORDER BY e.at)
    FROM audit_event e JOIN (SELECT h.case_id, max(h.closed_at) AS at FROM hearing h
                              WHERE h.status = 'heard' GROUP BY h.case_id) heard
      ON heard.case_id = e.case_id AND e.at > heard.at
   WHERE e.verb = 'page.read' AND e.at >= since AND e.meeting_id IS NULL
     AND e.hat IN ('representative', 'advocate', 'contributor', 'guest')
     AND NOT EXISTS (SELECT FROM seat s WHERE s.case_id = e.case_id AND s.agency_id = e.agency_id
                        AND s.kind IN ('case', 'hearing') AND s.from_at <= e.at
                        AND (s.until_at IS NULL OR s.until_at > e.at))
     AND NOT EXISTS (SELECT FROM action a WHERE a.case_id = e.case_id AND a.agency_id = e.agency_id
                        AND a.agreed_at <= e.at AND (a.settled_at IS NULL OR a.settled_at > e.at))
     AND {READER}
   GROUP BY e.member_id, e.agency_id, e.hat, e.case_id HAVING count(*) > most $$
"""
FUNCTIONS = {
    "namesakes(uuid[], bytea[], timestamptz)": NAMESAKES,
    "purposeless(timestamptz, integer)": PURPOSELESS,
}
READ_BY_SCOPE = ("opening", "blind_index", "audit_event", "hearing")


def statements() -> list[str]:
    """Everything, in order."""
    made = [f"GRANT SELECT ON {', '.join(READ_BY_SCOPE)} TO marac_scope", OPENED]
    made += ["GRANT SELECT ON scope.opened TO marac_app, marac_owner, marac_scope"]
    made += ["ALTER VIEW scope.opened OWNER TO marac_scope"]
    for table, seen in SEEN.items():
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            _policy("seen", table, "SELECT", f"USING ({seen})"),
            _policy("added", table, "INSERT", f"WITH CHECK ({ADDED[table]})"),
            f"GRANT SELECT, INSERT ON {table} TO marac_app",
        ]
    for table, changed in CHANGED.items():
        made.append(_policy("changed", table, "UPDATE", f"USING ({changed})"))
        made.append(f"GRANT UPDATE ({COLUMNS[table]}) ON {table} TO marac_app")
    made += [_policy("seen_for_review", table, "SELECT", f"USING ({seen})") for table, seen in OPENS.items()]
    for name, text in FUNCTIONS.items():
        made += [
            text,
            f"REVOKE EXECUTE ON FUNCTION scope.{name} FROM public",
            f"GRANT EXECUTE ON FUNCTION scope.{name} TO marac_app, marac_owner",
            f"ALTER FUNCTION scope.{name} OWNER TO marac_scope",
        ]
    return made


def _policy(name: str, table: str, command: str, text: str) -> str:
    return f"CREATE POLICY {name} ON {table} FOR {command} TO marac_app {text.replace('this.', f'{table}.')}"


def undone() -> list[str]:
    """Back to 0006; the tables go with their policies."""
    made = [f"DROP FUNCTION scope.{name}" for name in FUNCTIONS]
    made += [f"DROP POLICY seen_for_review ON {table}" for table in OPENS]
    made += ["DROP VIEW scope.opened", "DROP POLICY seen ON opening"]
    return [*made, "REVOKE SELECT ON blind_index, audit_event, hearing FROM marac_scope"]
