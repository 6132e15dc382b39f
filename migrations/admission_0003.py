"""Row-level security of agencies, members, appointments and providers; who is asking, and under which conditions.

Everybody who is signed in may read who comes to the table; writing is for those who admit people: a MARAC's
administrator, its coordinator, an agency's own administrator.
"""

from migrations.scope_0001 import SIGN_IN

FOR_AN_AGENCY = "'{representative,advocate,contributor,guest,agency-administrator,caldicott-guardian}'"
PARTNER = "agency_id IN (SELECT p.agency_id FROM partner p WHERE p.marac_id = scope.marac())"
ADMINISTERS = "scope.hat() = 'administrator'"
OWN_AGENCY = "(scope.hat() = 'agency-administrator' AND agency_id = scope.agency())"
ADMITS = f"(scope.hat() IN ('administrator', 'coordinator') AND {PARTNER} OR {OWN_AGENCY})"
_MEMBERS = (
    "member_id IN (SELECT m.id FROM member m WHERE"
    " scope.hat() IN ('administrator', 'coordinator')"
    " AND m.agency_id IN (SELECT p.agency_id FROM partner p WHERE p.marac_id = scope.marac())"
    " OR scope.hat() = 'agency-administrator' AND m.agency_id = scope.agency())"
)
_APPOINTS = f"marac_id = scope.marac() AND ({ADMINISTERS} OR {_MEMBERS} AND role = ANY ({FOR_AN_AGENCY}))"
# A second person confirms what a first has proposed: an administrator, or somebody who signed for the agencies.
_CONFIRMS = f"marac_id = scope.marac() AND (scope.hat() = 'signatory' OR {_APPOINTS})"

# Whoever makes an agency a partner administers its people: another MARAC's agency is made one on the server.
_NOBODY_ELSES = "NOT scope.partner_elsewhere(agency_id)"

_TWO_PEOPLE = "'{chair,auditor}'"

READ_BY_ALL = ("marac", "agency", "partner", "member", "appointment")
ADDED = {
    "agency": ADMINISTERS,
    "partner": f"{ADMINISTERS} AND marac_id = scope.marac() AND {_NOBODY_ELSES}",
    "member": ADMITS,
    "appointment": (
        f"{_APPOINTS} AND member_id <> scope.member() AND made_by = scope.member()"
        f" AND (role <> ALL ({_TWO_PEOPLE}) OR confirmed_at IS NULL)"
    ),
    "provider": f"{ADMINISTERS} AND {PARTNER}",
    "account": _MEMBERS,
}
CHANGED = {
    **ADDED,
    "partner": f"{ADMINISTERS} AND marac_id = scope.marac()",
    "marac": f"{ADMINISTERS} AND id = scope.marac()",
    "agency": f"{ADMINISTERS} AND id IN (SELECT p.agency_id FROM partner p WHERE p.marac_id = scope.marac())",
    "appointment": _CONFIRMS,
}
# What a change may leave behind, where that is less than who may change it; without `made_by` the installation made it.
LEFT = {
    "appointment": (
        f"{_CONFIRMS} AND (role <> ALL ({_TWO_PEOPLE}) OR confirmed_at IS NULL OR made_by IS NULL"
        " OR (confirmed_by <> made_by AND confirmed_by <> member_id))"
    ),
}
SEEN = {
    **dict.fromkeys(READ_BY_ALL, "true"),
    "provider": f"{ADDED['provider']} OR {OWN_AGENCY}",
    "account": f"member_id = scope.member() OR {_MEMBERS}",
}
SIGN_IN_CHANGES = {"account": "", "member": " (statement_on, statement_version)"}

WHO = """
CREATE FUNCTION scope.who(token bytea, at timestamptz)
  RETURNS TABLE (sign_in_id uuid, member_id uuid, member_name varchar, agency_id uuid, agency_name varchar,
                 last_seen_at timestamptz, idle_minutes integer, appointments jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH mine AS (
    SELECT p.id, p.role, p.side, p.member_id, c.id AS marac_id, c.slug, c.name, c.idle_minutes, c.session_hours,
      CASE WHEN p.role = ANY ('{administrator,agency-administrator,signatory}') THEN ''
           WHEN c.training_months IS NOT NULL AND (m.trained_on IS NULL
             OR m.trained_on + make_interval(months => c.training_months) < today.day) THEN 'training'
           WHEN c.statement_months IS NOT NULL AND (m.statement_on IS NULL
             OR m.statement_on + make_interval(months => c.statement_months) < today.day) THEN 'statement'
           ELSE '' END AS barred
      FROM sign_in s JOIN member m ON m.id = s.member_id JOIN appointment p ON p.member_id = m.id
      JOIN marac c ON c.id = p.marac_id, (SELECT (at AT TIME ZONE 'Europe/London')::date AS day) today
     WHERE s.token_hash = token AND p.confirmed_at <= at AND (p.ended_at IS NULL OR p.ended_at > at)
       AND p.from_on <= today.day AND (p.until_on IS NULL OR p.until_on >= today.day)),
  held AS (SELECT coalesce(min(idle_minutes), 30) AS idle, coalesce(min(session_hours), 8) AS hours FROM mine)
  SELECT s.id, m.id, m.name, a.id, a.name, s.last_seen_at, held.idle,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'marac', p.marac_id, 'slug', p.slug, 'name', p.name, 'role', p.role, 'side', p.side,
        'barred', p.barred) ORDER BY p.name, p.role), '[]') FROM mine p)
    FROM sign_in s JOIN member m ON m.id = s.member_id JOIN agency a ON a.id = m.agency_id, held
   WHERE s.token_hash = token AND s.ended_at IS NULL AND s.expires_at > at
     AND s.last_seen_at > at - make_interval(mins => held.idle)
     AND s.started_at > at - make_interval(hours => held.hours) AND m.retired_at IS NULL $$
"""
WHO_NAME = "scope.who(bytea, timestamptz)"
OLD_WHO_NAME = "scope.who(bytea, timestamptz, interval)"

# Sessions belong to signing in; whoever admits a member may end theirs, and sees no more of them than that.
END_SESSIONS = """
CREATE FUNCTION scope.end_sessions(of_member uuid, at timestamptz, why varchar) RETURNS SETOF uuid
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE sign_in s SET ended_at = at, ended_why = why, id_token = '' FROM member m
   WHERE m.id = of_member AND s.member_id = m.id AND s.ended_at IS NULL
     AND (scope.hat() IN ('administrator', 'coordinator')
          AND m.agency_id IN (SELECT p.agency_id FROM partner p WHERE p.marac_id = scope.marac())
          OR scope.hat() = 'agency-administrator' AND m.agency_id = scope.agency())
  RETURNING s.id $$
"""
END_SESSIONS_NAME = "scope.end_sessions(uuid, timestamptz, varchar)"

# A policy of `partner` may not ask `partner` itself.
PARTNER_ELSEWHERE = """
CREATE FUNCTION scope.partner_elsewhere(of_agency uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM partner p WHERE p.agency_id = of_agency AND p.marac_id <> scope.marac()) $$
"""
PARTNER_ELSEWHERE_NAME = "scope.partner_elsewhere(uuid)"

WITHOUT_A_MARAC = (
    f"marac_id IS NULL AND case_id IS NULL AND (scope.hat() = 'auditor' AND {PARTNER}"
    " OR scope.hat() = 'data-protection-officer' AND agency_id = scope.agency())"
)


def statements() -> list[str]:
    """Everything, in order; `audit_event` gets a second policy, which adds to the first."""
    made = ["GRANT SELECT ON partner TO marac_scope", *_function(PARTNER_ELSEWHERE, PARTNER_ELSEWHERE_NAME)]
    for table, seen in SEEN.items():
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY installed ON {table} TO marac_owner USING (true) WITH CHECK (true)",
            f"CREATE POLICY seen ON {table} FOR SELECT TO marac_app USING ({seen})",
            f"CREATE POLICY seen_by_sign_in ON {table} FOR SELECT TO marac_sign_in USING (true)",
        ]
    for table, added in ADDED.items():
        made += [f"CREATE POLICY added ON {table} FOR INSERT TO marac_app WITH CHECK ({added})"]
    for table, changed in CHANGED.items():
        made += [f"CREATE POLICY changed ON {table} FOR UPDATE TO marac_app USING ({changed}){_left(table)}"]
    for table in SIGN_IN_CHANGES:
        made += [f"CREATE POLICY changed_by_sign_in ON {table} FOR UPDATE TO marac_sign_in USING (true)"]
    made += [f"GRANT INSERT ON {table} TO marac_app" for table in ADDED]
    made += [f"GRANT SELECT, UPDATE ON {table} TO marac_app" for table in CHANGED]
    made += [f"GRANT UPDATE{columns} ON {table} TO marac_sign_in" for table, columns in SIGN_IN_CHANGES.items()]
    made += ["GRANT SELECT, INSERT, DELETE ON logout_token TO marac_sign_in"]
    made += [f"CREATE POLICY seen_without_a_marac ON audit_event FOR SELECT TO marac_app USING ({WITHOUT_A_MARAC})"]
    made += [f"DROP FUNCTION {OLD_WHO_NAME}"]
    made += ["GRANT UPDATE (ended_at, ended_why, id_token) ON sign_in TO marac_scope"]
    return [*made, *_function(WHO, WHO_NAME), *_function(END_SESSIONS, END_SESSIONS_NAME)]


def _left(table: str) -> str:
    return f" WITH CHECK ({LEFT[table]})" if table in LEFT else ""


def _function(text: str, name: str) -> list[str]:
    return [
        text,
        f"REVOKE EXECUTE ON FUNCTION {name} FROM public",
        f"GRANT EXECUTE ON FUNCTION {name} TO marac_app, marac_sign_in, marac_owner",
        f"ALTER FUNCTION {name} OWNER TO marac_scope",
    ]


def undone() -> list[str]:
    """Back to 0002; members and providers are no secret of any case."""
    made = ["DROP POLICY seen_without_a_marac ON audit_event"]
    for table in SEEN:
        names = ["installed", "seen", "seen_by_sign_in"]
        names += ["added"] if table in ADDED else []
        names += ["changed"] if table in CHANGED else []
        names += ["changed_by_sign_in"] if table in SIGN_IN_CHANGES else []
        made += [f"DROP POLICY {name} ON {table}" for name in names]
        made += [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    made += [f"REVOKE INSERT ON {table} FROM marac_app" for table in ADDED]
    made += [f"REVOKE UPDATE ON {table} FROM marac_app" for table in CHANGED]
    made += ["REVOKE SELECT ON provider, account FROM marac_app", "REVOKE UPDATE ON member FROM marac_sign_in"]
    made += [f"DROP FUNCTION {name}" for name in (WHO_NAME, END_SESSIONS_NAME, PARTNER_ELSEWHERE_NAME)]
    return [*made, *_function(SIGN_IN, OLD_WHO_NAME)]
