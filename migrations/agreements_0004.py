"""Row-level security of agreements: who sees, records and decides on them; and what their keeper may do."""

from migrations import closing_0004

PARTNERS = "SELECT p.agency_id FROM partner p WHERE p.marac_id = scope.marac()"
OF_ALL = "'administrator', 'auditor', 'signatory', 'data-protection-officer', 'chair', 'coordinator'"
OF_OWN = "'representative', 'advocate', 'contributor', 'agency-administrator', 'caldicott-guardian'"
HERE = "(marac_id IS NULL OR marac_id = scope.marac())"
_IN_PARTNERS = (
    f"(agency_id IN ({PARTNERS}) OR agency_id IN (SELECT a.parent_id FROM agency a WHERE a.id IN ({PARTNERS})))"
)
_IN_OWN = "(agency_id = scope.agency() OR agency_id = (SELECT a.parent_id FROM agency a WHERE a.id = scope.agency()))"
SIGNS = "scope.hat() = 'signatory' AND agency_id = scope.agency()"
KEEPS = f"{HERE} AND (scope.hat() = 'administrator' AND {_IN_PARTNERS} OR {SIGNS})"
_OF_VISIBLE = "agreement_id IN (SELECT g.id FROM agreement g)"
_OF_KEPT = (
    "agreement_id IN (SELECT g.id FROM agreement g"
    " WHERE scope.hat() = 'administrator' OR scope.hat() = 'signatory' AND g.agency_id = scope.agency())"
)

SEEN = {
    "agreement": f"{HERE} AND (scope.hat() IN ({OF_ALL}) AND {_IN_PARTNERS}"
    f" OR scope.hat() IN ({OF_OWN}) AND {_IN_OWN})",
    "agreement_document": _OF_VISIBLE,
    "agreement_remark": _OF_VISIBLE,
}
# An auditor recommends; chair and signatory extend; what else is said goes with a signatory's or administrator's deed.
ADDED = {
    "agreement": f"{KEEPS} AND recorded_by = scope.member()",
    "agreement_document": _OF_KEPT,
    "agreement_remark": "member_id = scope.member() AND hat = scope.hat() AND CASE"
    f" WHEN kind = 'recommended' THEN scope.hat() = 'auditor' AND {_OF_VISIBLE}"
    " WHEN kind IN ('extension-asked', 'extended')"
    f" THEN scope.hat() = 'chair' AND {_OF_VISIBLE} OR scope.hat() = 'signatory' AND {_OF_KEPT}"
    f" WHEN kind = 'recorded' THEN {_OF_KEPT}"
    f" ELSE scope.hat() = 'signatory' AND {_OF_KEPT} END",
}
CHANGED = {"agreement": KEEPS}


def statements() -> list[str]:
    """Everything, in order."""
    made = []
    for table, seen in SEEN.items():
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY installed ON {table} TO marac_owner USING (true) WITH CHECK (true)",
            f"CREATE POLICY seen ON {table} FOR SELECT TO marac_app USING ({seen})",
            f"CREATE POLICY added ON {table} FOR INSERT TO marac_app WITH CHECK ({ADDED[table]})",
            f"GRANT SELECT, INSERT ON {table} TO marac_app",
        ]
    for table, changed in CHANGED.items():
        made += [
            f"CREATE POLICY changed ON {table} FOR UPDATE TO marac_app USING ({changed})",
            f"GRANT UPDATE ON {table} TO marac_app",
        ]
    return [*made, *_keeper(), *closing_0004.statements()]


def _keeper() -> list[str]:
    """Its system viewer records what lapsed, and reads whom to tell."""
    said = "kind IN ('lapsed', 'handed-over') AND member_id IS NULL"
    return [
        f"CREATE POLICY added_by_keeper ON agreement_remark FOR INSERT TO marac_keeper WITH CHECK ({said})",
        "CREATE POLICY added_by_keeper ON audit_event FOR INSERT TO marac_keeper WITH CHECK (member_id IS NULL)",
        "GRANT INSERT ON agreement_remark, audit_event TO marac_keeper",
        "CREATE POLICY seen_by_keeper ON member FOR SELECT TO marac_keeper USING (true)",
        "CREATE POLICY seen_by_keeper ON agency FOR SELECT TO marac_keeper USING (true)",
        "GRANT SELECT ON member, agency TO marac_keeper",
    ]


def undone() -> list[str]:
    """Back to 0003."""
    return [
        *closing_0004.undone(),
        "DROP POLICY added_by_keeper ON audit_event",
        "DROP POLICY seen_by_keeper ON member",
        "DROP POLICY seen_by_keeper ON agency",
        "REVOKE INSERT ON audit_event FROM marac_keeper",
        "REVOKE SELECT ON member, agency FROM marac_keeper",
    ]
