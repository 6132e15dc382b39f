"""Whether an agency's agreements are in force, and handing over what a closing agency still had to do.

Functions read as marac_scope. Moments are given to them: SQL never asks the time; days are London's.
"""

from migrations.admission_0003 import WHO as WHO_BEFORE
from migrations.admission_0003 import WHO_NAME

NOW = """
CREATE VIEW scope.agreement_now WITH (security_barrier) AS
  SELECT g.id, g.agency_id, g.marac_id, g.signed_on, g.signed_by, g.signed_as, g.review_on, g.expires_on,
    g.suspended_at, g.withdrawn_at, g.closed_at, g.successor_id,
    greatest(((least(g.expires_on, g.review_on + 60) + 1)::timestamp AT TIME ZONE 'Europe/London'),
      (SELECT max(e.until_at) FROM public.agreement_remark e JOIN public.agreement_remark q
          ON q.agreement_id = e.agreement_id AND q.kind = 'extension-asked' AND q.lapsed_on = e.lapsed_on
         AND q.hat <> e.hat AND q.member_id <> e.member_id
        WHERE e.agreement_id = g.id AND e.kind = 'extended')) AS closes_at
    FROM public.agreement g WHERE g.replaced_at IS NULL
"""

# The unit's own agreement, else its parent's; the umbrella is asked first. Null: both are in force.
CLOSED_BY = """
CREATE FUNCTION scope.closed_by(of_agency uuid, in_marac uuid, at timestamptz) RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH layer(umbrella) AS (VALUES (true), (false)),
  held AS (
    SELECT l.umbrella, u.name, n.*,
      CASE WHEN n.id IS NULL OR n.signed_on > (at AT TIME ZONE 'Europe/London')::date THEN 'missing'
           WHEN n.withdrawn_at IS NOT NULL THEN 'withdrawn'
           WHEN n.suspended_at IS NOT NULL THEN 'suspended'
           WHEN n.closes_at > at THEN ''
           WHEN n.expires_on <= n.review_on + 60 THEN 'expired' ELSE 'not-reviewed' END AS standing
      FROM layer l CROSS JOIN (SELECT a.id AS unit_id, a.parent_id, a.name FROM agency a WHERE a.id = of_agency) u
      LEFT JOIN LATERAL (
        SELECT g.* FROM scope.agreement_now g
         WHERE g.agency_id IN (u.unit_id, u.parent_id)
           AND CASE WHEN l.umbrella THEN g.marac_id IS NULL ELSE g.marac_id = in_marac END
         ORDER BY g.agency_id = u.unit_id DESC LIMIT 1) n ON true)
  SELECT jsonb_build_object('agency', h.name, 'umbrella', h.umbrella, 'standing', h.standing,
      'signed_by', coalesce(h.signed_by, ''), 'signed_as', coalesce(h.signed_as, ''),
      'since', (coalesce(h.withdrawn_at, h.suspended_at, h.closes_at) AT TIME ZONE 'Europe/London')::date,
      'successor', (SELECT m.name FROM member m WHERE m.id = h.successor_id))
    FROM held h WHERE h.standing <> '' ORDER BY h.umbrella DESC LIMIT 1 $$
"""

# Nobody who is walled out, on the other side, or shut out likewise is given an action (S6, S17).
SUCCESSOR = """
CREATE FUNCTION scope.successor(of_agency uuid, in_marac uuid, of_case uuid, of_side text, at timestamptz)
  RETURNS TABLE (member_id uuid, agency_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, m.agency_id
    FROM agency u JOIN scope.agreement_now g ON g.agency_id IN (u.id, u.parent_id)
    JOIN member m ON m.id = g.successor_id JOIN agency a ON a.id = m.agency_id
    JOIN appointment p ON p.member_id = m.id AND p.marac_id = in_marac,
    (SELECT (at AT TIME ZONE 'Europe/London')::date AS day) today
   WHERE u.id = of_agency AND (g.marac_id IS NULL OR g.marac_id = in_marac)
     AND m.agency_id <> of_agency AND m.retired_at IS NULL
     AND p.role IN ('representative', 'advocate') AND (p.side = 'perpetrator') = (of_side = 'perpetrator')
     AND p.confirmed_at <= at AND (p.ended_at IS NULL OR p.ended_at > at)
     AND p.from_on <= today.day AND (p.until_on IS NULL OR p.until_on >= today.day)
     AND scope.closed_by(m.agency_id, in_marac, at) IS NULL
     AND NOT EXISTS (SELECT FROM wall w
          WHERE w.case_id = of_case AND w.from_at <= at AND (w.until_at IS NULL OR w.until_at > at)
            AND (w.member_id = m.id
                 OR (w.agency_id IN (a.id, a.parent_id) AND NOT m.id = ANY (w.cleared))))
   ORDER BY g.marac_id IS NULL, g.agency_id = of_agency DESC LIMIT 1 $$
"""

# One at a time, whoever asks: what one has handed over, the next no longer finds.
HAND_OVER = """
CREATE FUNCTION scope.hand_over(only_marac uuid, at timestamptz)
  RETURNS TABLE (marac_id uuid, case_id uuid, action_id uuid, label varchar, from_agency uuid, to_agency uuid,
                 to_member uuid, seat_given uuid, seats_ended uuid[])
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  #variable_conflict use_column
  DECLARE one record;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('marac agreements'));
    FOR one IN
      WITH owners AS MATERIALIZED (
        SELECT DISTINCT a.agency_id, a.marac_id FROM action a JOIN marac c ON c.id = a.marac_id
         WHERE a.status = 'open' AND c.agreements_required AND (only_marac IS NULL OR a.marac_id = only_marac)),
      closed AS MATERIALIZED (
        SELECT o.* FROM owners o WHERE scope.closed_by(o.agency_id, o.marac_id, at) IS NOT NULL)
      SELECT a.*, t.member_id AS taker, t.agency_id AS takers
        FROM action a JOIN closed c ON c.agency_id = a.agency_id AND c.marac_id = a.marac_id
        CROSS JOIN LATERAL scope.successor(a.agency_id, a.marac_id, a.case_id, a.side, at) t
       WHERE a.status = 'open' ORDER BY a.case_id, a.label FOR UPDATE OF a
    LOOP
      marac_id := one.marac_id; case_id := one.case_id; action_id := one.id; label := one.label;
      from_agency := one.agency_id; to_agency := one.takers; to_member := one.taker; seat_given := NULL;
      UPDATE action SET agency_id = one.takers, member_id = one.taker, version = version + 1 WHERE id = one.id;
      IF NOT EXISTS (SELECT FROM seat s WHERE s.case_id = one.case_id AND s.agency_id = one.takers
                        AND s.person_id IS NULL AND (s.member_id IS NULL OR s.member_id = one.taker)
                        AND s.from_at <= at AND (s.until_at IS NULL OR s.until_at > at)) THEN
        seat_given := gen_random_uuid();
        INSERT INTO seat (id, marac_id, case_id, agency_id, kind, side, advocate, quiet, from_at, reason_sealed)
          VALUES (seat_given, one.marac_id, one.case_id, one.takers, 'action', one.side, false, one.quiet, at, '');
      END IF;
      WITH ended AS (
        UPDATE seat s SET until_at = at
         WHERE s.case_id = one.case_id AND s.agency_id = one.agency_id AND s.kind = 'action'
           AND s.from_at <= at AND (s.until_at IS NULL OR s.until_at > at)
           AND NOT EXISTS (SELECT FROM action x WHERE x.case_id = s.case_id AND x.agency_id = s.agency_id)
        RETURNING s.id)
      SELECT coalesce(array_agg(ended.id), '{}') INTO seats_ended FROM ended;
      RETURN NEXT;
    END LOOP;
  END $$
"""

LAPSE = """
CREATE FUNCTION scope.lapse(at timestamptz) RETURNS TABLE (agreement_id uuid, agency_id uuid, marac_id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('marac agreements'));
    RETURN QUERY UPDATE agreement g SET closed_at = at FROM scope.agreement_now n
      WHERE n.id = g.id AND g.suspended_at IS NULL AND g.withdrawn_at IS NULL AND n.closes_at <= at
        AND (g.closed_at IS NULL OR g.closed_at < n.closes_at)
      RETURNING g.id, g.agency_id, g.marac_id;
  END $$
"""

_BARS = "CASE WHEN p.role = ANY ('{administrator,agency-administrator,signatory}') THEN ''"
WHO = (
    WHO_BEFORE.replace("p.member_id, c.id AS marac_id,", "p.member_id, c.id AS marac_id, shut.closed,")
    .replace(_BARS, _BARS.replace("CASE", "CASE WHEN shut.closed IS NOT NULL THEN 'agreement'\n          "))
    .replace(
        "(SELECT (at AT TIME ZONE 'Europe/London')::date AS day) today",
        "LATERAL (SELECT CASE WHEN c.agreements_required\n"
        "          AND p.role = ANY ('{representative,advocate,contributor,guest,observer}')\n"
        "        THEN scope.closed_by(m.agency_id, c.id, at) END AS closed) shut,\n"
        "      (SELECT (at AT TIME ZONE 'Europe/London')::date AS day) today",
    )
    .replace("'barred', p.barred)", "'barred', p.barred, 'closed', p.closed)")
)

VIEWS = ("agreement_now",)
ASKED = ("closed_by(uuid, uuid, timestamptz)", "hand_over(uuid, timestamptz)")
INSIDE = ("successor(uuid, uuid, uuid, text, timestamptz)",)
KEPT = ("lapse(timestamptz)",)


def statements() -> list[str]:
    """Made, handed to marac_scope, and closed to all but those who ask them."""
    made = [
        "GRANT SELECT ON agreement, agreement_remark, partner TO marac_scope",
        "GRANT UPDATE ON agreement, action, seat TO marac_scope",
        "GRANT INSERT ON seat TO marac_scope",
        f"DROP FUNCTION {WHO_NAME}",
        NOW,
        CLOSED_BY,
        SUCCESSOR,
        HAND_OVER,
        LAPSE,
        WHO,
    ]
    called = {WHO_NAME.removeprefix("scope."): "marac_app, marac_sign_in, marac_owner"}
    called |= dict.fromkeys(ASKED, "marac_app, marac_keeper, marac_owner")
    called |= dict.fromkeys(INSIDE, "marac_owner")
    called |= dict.fromkeys(KEPT, "marac_keeper, marac_owner")
    for name, callers in called.items():
        made += [
            f"REVOKE EXECUTE ON FUNCTION scope.{name} FROM public",
            f"GRANT EXECUTE ON FUNCTION scope.{name} TO {callers}",
            f"ALTER FUNCTION scope.{name} OWNER TO marac_scope",
        ]
    return [*made, *(f"ALTER VIEW scope.{view} OWNER TO marac_scope" for view in VIEWS)]


def undone() -> list[str]:
    """Back to 0003."""
    return [
        f"DROP FUNCTION {WHO_NAME}",
        *(f"DROP FUNCTION scope.{name}" for name in (*KEPT, *ASKED[::-1], *INSIDE)),
        *(f"DROP VIEW scope.{view}" for view in VIEWS),
        WHO_BEFORE,
        f"REVOKE EXECUTE ON FUNCTION {WHO_NAME} FROM public",
        f"GRANT EXECUTE ON FUNCTION {WHO_NAME} TO marac_app, marac_sign_in, marac_owner",
        f"ALTER FUNCTION {WHO_NAME} OWNER TO marac_scope",
        "REVOKE UPDATE ON action, seat FROM marac_scope",
        "REVOKE INSERT ON seat FROM marac_scope",
        "REVOKE SELECT ON partner FROM marac_scope",
    ]
