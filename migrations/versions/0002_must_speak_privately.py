"""That agencies must speak privately is all that an unticked chair or coordinator learns of a line (S9).

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME = "scope.must_speak_privately(uuid)"
MADE = """
CREATE FUNCTION scope.must_speak_privately(of_case uuid) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH unread AS (
    SELECT l.id, l.agency_id FROM line l
     WHERE l.case_id = of_case AND l.sharing = 'named' AND l.corrected_at IS NULL
       AND scope.presides() AND l.marac_id = scope.marac()
       AND NOT (CASE scope.hat() WHEN 'chair' THEN l.to_chair ELSE l.to_coordinator END)
       AND of_case NOT IN (SELECT w.case_id FROM scope.walled w))
  SELECT u.agency_id FROM unread u
  UNION
  SELECT a.agency_id FROM unread u JOIN line_audience a ON a.line_id = u.id AND a.ended_at IS NULL $$
"""


def upgrade() -> None:
    op.execute(MADE)
    op.execute(f"REVOKE EXECUTE ON FUNCTION {NAME} FROM public")
    op.execute(f"GRANT EXECUTE ON FUNCTION {NAME} TO marac_app, marac_owner")
    op.execute(f"ALTER FUNCTION {NAME} OWNER TO marac_scope")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {NAME}")
