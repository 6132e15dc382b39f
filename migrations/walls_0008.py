"""Walls that raise themselves, restricted cases, and who works for whom, as of migration 0008.

Functions and views read as marac_scope. What members give of their own homes, and the fingerprints of the parties
of cases, no role of the application reads: two of the functions compare them, and answer nothing.
"""

from migrations.scope_0001 import VIEWS as VIEWS_BEFORE

# A place for a whole agency shows nothing of a restricted case: its people are named one by one (S17).
HELD = """
CREATE OR REPLACE VIEW scope.held WITH (security_barrier) AS
  SELECT id, case_id, agency_id, marac_id, member_id, person_id, kind, side, advocate, from_at, until_at
    FROM public.seat s
   WHERE scope.speaks() AND agency_id = scope.agency() AND marac_id = scope.marac()
     AND (member_id = scope.member()
          OR (member_id IS NULL AND scope.hat() IN ('representative', 'advocate')
              AND NOT EXISTS (SELECT FROM public.case_file c WHERE c.id = s.case_id AND c.restricted OFFSET 0)))
     AND from_at <= scope.at() AND (until_at IS NULL OR until_at > scope.at())
"""
WALLED = """
CREATE OR REPLACE VIEW scope.walled WITH (security_barrier) AS
  SELECT w.case_id FROM public.wall w
   WHERE w.from_at <= scope.at() AND (w.until_at IS NULL OR w.until_at > scope.at())
     AND (w.member_id = scope.member()
          OR (NOT scope.member() = ANY (w.cleared)
              AND (w.agency_id = scope.agency()
                   OR w.agency_id = (SELECT a.parent_id FROM public.agency a WHERE a.id = scope.agency()))))
  UNION ALL
  SELECT c.id FROM public.case_file c
   WHERE (c.status = 'draft' AND c.marac_id = scope.marac() AND c.author_id <> scope.member())
      OR (c.restricted AND c.marac_id = scope.marac()
          AND scope.hat() NOT IN ('chair', 'coordinator', 'auditor', 'data-protection-officer')
          AND NOT EXISTS (SELECT FROM public.seat s
                           WHERE s.case_id = c.id AND s.member_id = scope.member() AND scope.speaks()
                             AND s.from_at <= scope.at() AND (s.until_at IS NULL OR s.until_at > scope.at())
                          OFFSET 0))
"""

# What a party is called and where they live, as fingerprints: one set for each row that says it.
MARK = """
CREATE FUNCTION scope.mark_party(of_case uuid, of_row uuid, marks bytea[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF of_case IN (SELECT w.case_id FROM scope.walled w) OR NOT EXISTS (
        SELECT FROM case_file c WHERE c.id = of_case AND c.marac_id = scope.marac()
           AND (scope.presides() OR c.id IN (SELECT h.case_id FROM scope.held h))) THEN
      RETURN;
    END IF;
    DELETE FROM party_mark p WHERE p.case_id = of_case AND p.row_id = of_row;
    INSERT INTO party_mark (id, case_id, row_id, fingerprint)
      SELECT gen_random_uuid(), of_case, of_row, one FROM (SELECT DISTINCT unnest(marks) AS one) each;
  END $$
"""

# The wall, its event and the word to open screens, at one stroke; whoever's act it followed sees none of them.
RAISE = """
CREATE FUNCTION scope.raise_own_wall(of_case uuid, of_member uuid, because text, deadline timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    place uuid := (SELECT c.marac_id FROM case_file c WHERE c.id = of_case);
    wall_id uuid := gen_random_uuid();
  BEGIN
    IF EXISTS (SELECT FROM wall w WHERE w.case_id = of_case AND w.member_id = of_member
                  AND (w.cause = because OR w.until_at IS NULL OR w.until_at > scope.at())) THEN
      RETURN;
    END IF;
    INSERT INTO wall (id, marac_id, case_id, member_id, cleared, other_force, reason_sealed, cause, from_at,
                      decide_by, decision_sealed)
      VALUES (wall_id, place, of_case, of_member, '{}', '', '', because, scope.at(), deadline, '');
    INSERT INTO audit_event (id, at, marac_id, case_id, hat, request_id, operation, verb, items, recipients, reason,
                             salt, schema_version)
      VALUES (gen_random_uuid(), scope.at(), place, of_case, 'system: walls', '', 'alteration', 'wall.raised',
              jsonb_build_array(jsonb_build_object('t', 'wall', 'id', wall_id)), '[]', because,
              uuid_send(gen_random_uuid()), 1);
    PERFORM pg_notify('marac', json_build_object('member', of_member)::text);
    PERFORM pg_notify('marac', json_build_object('marac', place, 'case', of_case, 'to', '[]'::json)::text);
  END $$
"""
_COMES = """EXISTS (SELECT FROM appointment p JOIN member m ON m.id = p.member_id
                  WHERE p.member_id = {member} AND p.marac_id = c.marac_id AND m.retired_at IS NULL
                    AND (p.ended_at IS NULL OR p.ended_at > scope.at())
                    AND (p.until_on IS NULL OR p.until_on >= (scope.at() AT TIME ZONE 'Europe/London')::date))"""
_ONCE = """
  DECLARE one record;
  BEGIN
    FOR one IN {matches} LOOP
      PERFORM scope.raise_own_wall(one.case_id, one.member_id, one.because, deadline);
    END LOOP;
  END $$
"""
# A case is sent, or somebody is added to it: the names of members come with the call, their homes are looked up here.
WALL_CASE = f"""
CREATE FUNCTION scope.wall_namesakes(of_case uuid, members uuid[], marks bytea[], deadline timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
{
    _ONCE.format(
        matches=f'''
      WITH given AS (SELECT * FROM unnest(members, marks) AS g (member_id, mark)),
      found AS (
        SELECT p.case_id, g.member_id, 'own-name' AS because
          FROM party_mark p JOIN given g ON g.mark = p.fingerprint WHERE p.case_id = of_case
        UNION
        SELECT p.case_id, h.member_id, 'own-address'
          FROM party_mark p JOIN member_home h ON h.fingerprint = p.fingerprint WHERE p.case_id = of_case)
      SELECT f.* FROM found f JOIN case_file c ON c.id = f.case_id
       WHERE c.marac_id = scope.marac() AND c.status <> 'draft' AND {_COMES.format(member="f.member_id")}
       ORDER BY f.because DESC'''
    )
}"""
# Somebody joins, is called otherwise, or says where they live.
WALL_MEMBER = f"""
CREATE FUNCTION scope.wall_member(of_member uuid, marks bytea[], deadline timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
{
    _ONCE.format(
        matches=f'''
      WITH given AS (
        SELECT unnest(marks) AS mark, 'own-name' AS because
        UNION ALL
        SELECT h.fingerprint, 'own-address' FROM member_home h WHERE h.member_id = of_member)
      SELECT DISTINCT p.case_id, of_member AS member_id, g.because
        FROM party_mark p JOIN given g ON g.mark = p.fingerprint JOIN case_file c ON c.id = p.case_id
       WHERE c.status <> 'draft' AND {_COMES.format(member="of_member")}
       ORDER BY g.because DESC'''
    )
}"""

# What is not under a case's key goes when the key does.
FORGET = """
CREATE FUNCTION scope.forget_marks() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    DELETE FROM party_mark p WHERE p.case_id = NEW.case_id;
    RETURN NULL;
  END $$
"""
FORGETS = """
CREATE TRIGGER forget_marks AFTER UPDATE OF destroyed_at ON case_key
  FOR EACH ROW WHEN (NEW.destroyed_at IS NOT NULL) EXECUTE FUNCTION scope.forget_marks()
"""

FUNCTIONS = {
    "forget_marks()": "",
    "mark_party(uuid, uuid, bytea[])": "marac_app",
    "raise_own_wall(uuid, uuid, text, timestamptz)": "",
    "wall_namesakes(uuid, uuid[], bytea[], timestamptz)": "marac_app",
    "wall_member(uuid, bytea[], timestamptz)": "marac_app, marac_sign_in",
}

_OVER = "scope.presides() AND marac_id = scope.marac()"
_OPEN = "NOT EXISTS (SELECT FROM scope.walled w WHERE w.case_id = party_employer.case_id OFFSET 0)"
CLOSED = ("party_mark", "member_home")


def statements() -> list[str]:
    """The views anew; the functions, handed to marac_scope; the tables closed to all but those who need them."""
    made = [
        "GRANT SELECT, INSERT, DELETE ON party_mark TO marac_scope",
        "GRANT SELECT ON member_home TO marac_scope",
        "GRANT INSERT ON wall, audit_event TO marac_scope",
        *_replaced(HELD, WALLED),
        MARK,
        RAISE,
        WALL_CASE,
        WALL_MEMBER,
        FORGET,
        FORGETS,
    ]
    for name, callers in FUNCTIONS.items():
        made += [
            f"REVOKE EXECUTE ON FUNCTION scope.{name} FROM public",
            f"GRANT EXECUTE ON FUNCTION scope.{name} TO {', '.join(filter(None, [callers, 'marac_owner']))}",
            f"ALTER FUNCTION scope.{name} OWNER TO marac_scope",
        ]
    for table in (*CLOSED, "party_employer"):
        made += [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
    return [
        *made,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON member_home TO marac_sign_in",
        "CREATE POLICY installed ON member_home TO marac_owner USING (true) WITH CHECK (true)",
        "CREATE POLICY kept_by_sign_in ON member_home TO marac_sign_in USING (true) WITH CHECK (true)",
        "GRANT SELECT, INSERT, UPDATE ON party_employer TO marac_app",
        f"CREATE POLICY seen ON party_employer FOR SELECT TO marac_app USING ({_OVER} AND {_OPEN})",
        f"CREATE POLICY added ON party_employer FOR INSERT TO marac_app WITH CHECK ({_OVER} AND {_OPEN})",
        f"CREATE POLICY changed ON party_employer FOR UPDATE TO marac_app USING ({_OVER} AND {_OPEN})",
    ]


def _replaced(*views: str) -> list[str]:
    """The views belong to marac_scope: it is marac_scope that replaces them."""
    return ["SET LOCAL ROLE marac_scope", *views, "RESET ROLE"]


def undone() -> list[str]:
    """Back to 0007."""
    before = VIEWS_BEFORE.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").split(";")
    return [
        *_replaced(*(view for view in before if "scope.held" in view or "scope.walled" in view)),
        "DROP TRIGGER forget_marks ON case_key",
        *(f"DROP FUNCTION scope.{name}" for name in reversed(FUNCTIONS)),
        "REVOKE INSERT ON wall, audit_event FROM marac_scope",
    ]
