"""Row-level security of emergency openings, notices, observers and transfers; and who is named for a detail.

Observers and the seats of a transferred case read through policies of their own, beside the first ones.
"""

from migrations.policies_0001 import ADVOCATED, HERE, MY_SIDE, OPEN, OVER

_AGENCY_HATS = "scope.hat() IN ('representative', 'advocate')"
_SEAT = (
    "EXISTS (SELECT FROM scope.held h WHERE h.case_id = this.case_id AND h.kind IN ('case', 'hearing', 'action')"
    " AND h.person_id IS NULL AND h.side <> 'perpetrator' AND NOT scope.perpetrators() OFFSET 0)"
)
_HELD = "EXISTS (SELECT FROM scope.held h WHERE h.case_id = this.case_id OFFSET 0)"
_SAME_KIND = "x.case_id = this.case_id AND x.kind = this.kind AND x.party = this.party"
_GAVE_SUCH = f"EXISTS (SELECT FROM scope.given_detail x WHERE {_SAME_KIND} OFFSET 0)"
_CONCERNED = f"(agency_id = scope.agency() OR {_GAVE_SUCH})"
_GAVE_IT = "EXISTS (SELECT FROM scope.given_detail g WHERE g.detail_id = this.detail_id OFFSET 0)"
# Nobody but the giver and the advocate widens the audience, and only of a detail of that very case (S12).
_NAMES = (
    f"{HERE} AND scope.speaks() AND {OPEN} AND this.detail_id IN (SELECT d.id FROM protected_detail d"
    f" WHERE d.case_id = this.case_id AND (d.agency_id = scope.agency() OR {ADVOCATED}))"
)
_OBSERVES = "scope.hat() = 'observer' AND EXISTS (SELECT FROM scope.observing o WHERE o.%s = this.%s OFFSET 0)"
_MOVED = "EXISTS (SELECT FROM scope.moved m WHERE m.case_id = this.%s OFFSET 0)"
_OPEN_CASE = OPEN.replace("this.case_id", "this.id")

SEEN = {
    "emergency_opening": f"CASE WHEN scope.hat() = 'data-protection-officer' THEN {HERE} AND {_CONCERNED}"
    f" ELSE {_AGENCY_HATS} AND (({_SEAT} AND {_CONCERNED}) OR {ADVOCATED}) END AND {OPEN}",
    "notice": f"{_AGENCY_HATS} AND {HERE} AND agency_id = scope.agency()"
    f" AND (both_sides OR NOT scope.perpetrators()) AND {OPEN}",
    "observation": f"({OVER} OR {_OBSERVES % ('id', 'id')}) AND {OPEN}",
    "transfer": f"{OVER} AND {OPEN}",
}
ADDED = {
    "emergency_opening": f"{HERE} AND {_AGENCY_HATS} AND agency_id = scope.agency() AND member_id = scope.member()"
    f" AND {_SEAT} AND {OPEN} AND from_at = scope.at() AND until_at <= from_at + interval '1 hour'",
    "notice": f"{HERE} AND {_HELD} AND told_by = scope.member() AND noted_at IS NULL AND {OPEN}",
    "observation": f"{OVER} AND scope.hat() = 'chair' AND admitted_by = scope.member() AND {OPEN}",
    "transfer": f"{OVER} AND made_by = scope.member() AND {OPEN}",
}
CHANGED = {"notice": SEEN["notice"], "observation": f"{OVER} AND {OPEN}"}
AUDIENCE = {
    "seen": (
        "FOR SELECT TO marac_app USING",
        f"(({_SEAT} AND ((agency_id = scope.agency() AND ended_at IS NULL)"
        f" OR named_by_agency_id = scope.agency() OR {_GAVE_IT})) OR {ADVOCATED}) AND {OPEN}",
    ),
    "added": (
        "FOR INSERT TO marac_app WITH CHECK",
        f"{_NAMES} AND named_by_agency_id = scope.agency() AND named_by = scope.member() AND ended_at IS NULL",
    ),
    "changed": ("FOR UPDATE TO marac_app USING", _NAMES),
}
BESIDE = {
    ("protected_detail", "seen_in_emergency"): f"{_SEAT} AND {OPEN}"
    f" AND EXISTS (SELECT FROM scope.broken_glass x WHERE {_SAME_KIND} OFFSET 0)",
    ("case_file", "seen_by_observers"): f"{_OBSERVES % ('case_id', 'id')} AND {_OPEN_CASE}",
    ("hearing", "seen_by_observers"): f"{_OBSERVES % ('hearing_id', 'id')} AND {OPEN}",
    ("case_file", "seen_after_transfer"): f"{_MOVED % 'id'} AND {_OPEN_CASE}",
    ("line", "seen_after_transfer"): f"agency_id = scope.agency() AND {MY_SIDE} AND {_MOVED % 'case_id'} AND {OPEN}",
}

_NAMED_BEFORE = "SELECT detail_id FROM public.protected_audience WHERE agency_id = scope.agency()"
_FOR_ME = "(s.member_id = scope.member() OR s.member_id IS NULL)"
VIEWS = {
    "given_detail": "SELECT id AS detail_id, case_id, kind, party FROM public.protected_detail"
    " WHERE agency_id = scope.agency() AND marac_id = scope.marac()",
    "broken_glass": "SELECT case_id, kind, party FROM public.emergency_opening"
    " WHERE member_id = scope.member() AND agency_id = scope.agency() AND marac_id = scope.marac()"
    f" AND {_AGENCY_HATS} AND from_at <= scope.at() AND until_at > scope.at()",
    # Never a restricted case, nor one behind any wall, whosever (S24).
    "observing": "SELECT o.id, o.case_id, o.hearing_id FROM public.observation o"
    " JOIN public.hearing h ON h.id = o.hearing_id JOIN public.case_file c ON c.id = o.case_id"
    " WHERE scope.hat() = 'observer' AND o.member_id = scope.member() AND o.marac_id = scope.marac()"
    " AND o.from_at <= scope.at() AND (o.until_at IS NULL OR o.until_at > scope.at())"
    " AND h.status = 'called' AND NOT c.restricted AND NOT EXISTS (SELECT FROM public.wall w"
    " WHERE w.case_id = o.case_id AND w.from_at <= scope.at() AND (w.until_at IS NULL OR w.until_at > scope.at()))",
    # Not for the perpetrator's side: that the victim moved away is not theirs to know (S6, S23).
    "moved": "SELECT s.case_id FROM public.seat s JOIN public.transfer t ON t.case_id = s.case_id"
    f" WHERE {_AGENCY_HATS} AND NOT scope.perpetrators() AND s.agency_id = scope.agency()"
    f" AND s.marac_id = scope.marac() AND {_FOR_ME} AND s.person_id IS NULL AND s.side <> 'perpetrator'"
    " AND s.until_at = t.at AND t.at <= scope.at()",
}
FUNCTIONS = {
    # Who was ever given, or has read, these lines of one's own agency.
    "had_line(uuid[])": """
CREATE FUNCTION scope.had_line(lines uuid[]) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT x.agency FROM line l
    JOIN audit_event e ON e.items @> jsonb_build_array(jsonb_build_object('t', 'line', 'id', l.id))
   CROSS JOIN LATERAL (
     SELECT e.agency_id AS agency
      WHERE e.operation = 'consultation' AND e.hat IN ('representative', 'advocate', 'contributor', 'guest')
     UNION ALL
     SELECT (r ->> 'agency')::uuid FROM jsonb_array_elements(e.recipients) r
      WHERE e.operation = 'disclosure' AND r ? 'agency') x
   WHERE l.id = ANY (lines) AND l.agency_id = scope.agency() AND l.marac_id = scope.marac() AND scope.speaks()
     AND x.agency <> l.agency_id $$""",
    # Whom an emergency opening is told to at once: those who speak for the victim, quiet or not.
    "advocates_on(uuid)": """
CREATE FUNCTION scope.advocates_on(of_case uuid) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT s.agency_id FROM seat s
   WHERE s.case_id = of_case AND s.advocate AND s.kind IN ('case', 'hearing') AND s.marac_id = scope.marac()
     AND s.from_at <= scope.at() AND (s.until_at IS NULL OR s.until_at > scope.at())
     AND of_case IN (SELECT h.case_id FROM scope.held h)
     AND of_case NOT IN (SELECT w.case_id FROM scope.walled w) $$""",
    # An observer is compared, blind, with everybody on the list, in cases behind walls too (S24).
    "on_the_list(uuid, bytea[])": """
CREATE FUNCTION scope.on_the_list(of_meeting uuid, prints bytea[]) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM blind_index b JOIN hearing h ON h.case_id = b.case_id
     WHERE h.meeting_id = of_meeting AND h.marac_id = scope.marac() AND h.status <> 'removed'
       AND scope.hat() = 'chair' AND b.fingerprint = ANY (prints)) $$""",
}
READ_BY_SCOPE = "protected_detail, emergency_opening, observation, transfer, hearing, blind_index, audit_event"


def _on(table: str, policy: str) -> str:
    return policy.replace("this.", f"{table}.")


def statements() -> list[str]:
    """Everything, in order, once the tables are there."""
    made = [f"GRANT SELECT ON {READ_BY_SCOPE} TO marac_scope"]
    for name, asked in VIEWS.items():
        made += [
            f"CREATE VIEW scope.{name} WITH (security_barrier) AS {asked}",
            f"GRANT SELECT ON scope.{name} TO marac_app, marac_owner, marac_scope",
            f"ALTER VIEW scope.{name} OWNER TO marac_scope",
        ]
    for name, definition in FUNCTIONS.items():
        made += [
            definition,
            f"REVOKE EXECUTE ON FUNCTION scope.{name} FROM public",
            f"GRANT EXECUTE ON FUNCTION scope.{name} TO marac_app, marac_owner",
            f"ALTER FUNCTION scope.{name} OWNER TO marac_scope",
        ]
    made += _as_scope(f"{_NAMED_BEFORE} AND ended_at IS NULL")
    for table, seen in SEEN.items():
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY seen ON {table} FOR SELECT TO marac_app USING ({_on(table, seen)})",
            f"CREATE POLICY added ON {table} FOR INSERT TO marac_app WITH CHECK ({_on(table, ADDED[table])})",
            f"GRANT SELECT, INSERT ON {table} TO marac_app",
        ]
    for table, changed in CHANGED.items():
        made += [
            f"CREATE POLICY changed ON {table} FOR UPDATE TO marac_app USING ({_on(table, changed)})",
            f"GRANT UPDATE ON {table} TO marac_app",
        ]
    for name, (command, rule) in AUDIENCE.items():
        made += [
            f"DROP POLICY {name} ON protected_audience",
            f"CREATE POLICY {name} ON protected_audience {command} ({_on('protected_audience', rule)})",
        ]
    for (table, name), seen in BESIDE.items():
        made.append(f"CREATE POLICY {name} ON {table} FOR SELECT TO marac_app USING ({_on(table, seen)})")
    return made


def _as_scope(named: str) -> list[str]:
    """A view handed over is changed by the role that has it."""
    view = "CREATE OR REPLACE VIEW scope.named_detail WITH (security_barrier) AS"
    return ["SET LOCAL ROLE marac_scope", f"{view} {named}", "RESET ROLE"]


def undone() -> list[str]:
    """Back to 0008; the tables are dropped after."""
    made = [f"DROP POLICY {name} ON {table}" for table, name in BESIDE]
    for name, (command, rule) in _audience_before().items():
        made += [
            f"DROP POLICY {name} ON protected_audience",
            f"CREATE POLICY {name} ON protected_audience {command} ({_on('protected_audience', rule)})",
        ]
    made += _as_scope(_NAMED_BEFORE)
    made += [f"DROP POLICY {name} ON {table}" for table in SEEN for name in ("seen", "added")]
    made += [f"DROP FUNCTION scope.{name}" for name in FUNCTIONS]
    made += [f"DROP VIEW scope.{name}" for name in VIEWS]
    return [*made, "REVOKE SELECT ON protected_detail, hearing, blind_index, audit_event FROM marac_scope"]


def _audience_before() -> dict[str, tuple[str, str]]:
    from migrations.policies_0001 import SEEN as seen
    from migrations.policies_0001 import WRITTEN as written

    rules = {"seen": seen, "added": written, "changed": written}
    return {name: (command, rules[name]["protected_audience"]) for name, (command, _) in AUDIENCE.items()}
