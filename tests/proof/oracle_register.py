"""Who sees what stands beside the cases: meetings, the record, agreements, how people sign in (S9, S21, S22)."""

from collections.abc import Callable, Set

from tests.proof.facts import Eyes, Row, Values, World
from tests.proof.place import OF_AN_AGENCY, WITHIN_AN_AGENCY

AT_THE_TABLE = OF_AN_AGENCY | {"chair", "coordinator", "auditor", "observer", "data-protection-officer"}
OVERSEES = frozenset({"administrator", "auditor", "signatory", "data-protection-officer", "chair", "coordinator"})
OF_ITS_OWN = frozenset({"representative", "advocate", "contributor", "agency-administrator", "caldicott-guardian"})


def register_sees(world: World, eyes: Eyes, row: Row, closed: Set[str | None]) -> bool:
    """`closed`: the cases that are behind a wall for them."""
    values = row.values
    if not closed.isdisjoint((values.get("case_id"), values.get("other_case_id"))):
        return False
    return REGISTER[row.table](world, eyes, values)


def _comes(world: World, eyes: Eyes, row: Values) -> bool:
    return row["marac_id"] == eyes.marac and eyes.hat in AT_THE_TABLE


def _issue(world: World, eyes: Eyes, row: Values) -> bool:
    own = eyes.hat in OF_AN_AGENCY and row["agency_id"] == eyes.agency
    return bool(row["marac_id"] == eyes.marac and (own or eyes.hat in ("chair", "coordinator")))


def _event(world: World, eyes: Eyes, row: Values) -> bool:
    """Auditors: their partnership; an agency's officer and people: what its people did under its hats (S21).

    Before anybody wears a hat there is no partnership: signing in is the agency's officer's and the auditors'.
    """
    here = row["marac_id"] == eyes.marac
    ours = row["agency_id"] == eyes.agency
    if row["marac_id"] is None:
        partner = (eyes.marac, row["agency_id"]) in world.partners
        officer = eyes.hat == "data-protection-officer" and ours
        return bool(row["case_id"] is None and (officer or (eyes.hat == "auditor" and partner)))
    if not here or eyes.hat == "auditor":
        return bool(here)
    did = ours and row["hat"] in WITHIN_AN_AGENCY
    if eyes.hat == "data-protection-officer":
        return bool(did or {"agency": eyes.agency} in row["recipients"])
    return bool(did and eyes.hat in ("representative", "advocate") and eyes.side != "perpetrator")


def _link(world: World, eyes: Eyes, row: Values) -> bool:
    return bool(row["marac_id"] == eyes.marac and eyes.hat == "coordinator")


def _provider(world: World, eyes: Eyes, row: Values) -> bool:
    if eyes.hat == "administrator":
        return (eyes.marac, row["agency_id"]) in world.partners
    return bool(eyes.hat == "agency-administrator" and row["agency_id"] == eyes.agency)


def _account(world: World, eyes: Eyes, row: Values) -> bool:
    if row["member_id"] == eyes.member:
        return True
    agency = world.members[row["member_id"]]
    if eyes.hat in ("administrator", "coordinator"):
        return (eyes.marac, agency) in world.partners
    return eyes.hat == "agency-administrator" and agency == eyes.agency


def _agreement(world: World, eyes: Eyes, row: Values) -> bool:
    """With this partnership, or the umbrella; of its partners or the agencies that those are units of (S22)."""
    if row["marac_id"] not in (None, eyes.marac):
        return False
    units = {agency for marac, agency in world.partners if marac == eyes.marac} if eyes.hat in OVERSEES else set()
    if eyes.hat in OF_ITS_OWN:
        units = {eyes.agency}
    return row["agency_id"] in units | {world.agencies[unit].parent for unit in units}


def _of_agreement(world: World, eyes: Eyes, row: Values) -> bool:
    return _agreement(world, eyes, row["of"])


def _alert(world: World, eyes: Eyes, row: Values) -> bool:
    """About conduct alone: as where it is about a case."""
    its = eyes.hat == "data-protection-officer" and row["agency_id"] == eyes.agency and row["hat"] in WITHIN_AN_AGENCY
    return bool(row["marac_id"] == eyes.marac and row["member_id"] != eyes.member and (its or eyes.hat == "auditor"))


def _question(world: World, eyes: Eyes, row: Values) -> bool:
    ours = row["agency_id"] == eyes.agency
    by_name = eyes.hat in ("representative", "advocate") and row["member_id"] == eyes.member
    asked = ours and (by_name or eyes.hat == "data-protection-officer")
    return bool(row["marac_id"] == eyes.marac and (eyes.hat == "auditor" or asked))


def _audits(world: World, eyes: Eyes, row: Values) -> bool:
    return bool(row["marac_id"] == eyes.marac and eyes.hat == "auditor")


def _checkpoint(world: World, eyes: Eyes, row: Values) -> bool:
    here = row["marac_id"] in (None, eyes.marac)
    return here and eyes.hat in ("auditor", "data-protection-officer", "chair", "coordinator")


def _receipt(world: World, eyes: Eyes, row: Values) -> bool:
    officer = eyes.hat == "data-protection-officer" and row["agency_id"] == eyes.agency
    return bool(row["marac_id"] == eyes.marac and (officer or eyes.hat == "auditor"))


def _letter(world: World, eyes: Eyes, row: Values) -> bool:
    """A checkpoint on its way to an officer: that agency's officer; auditors, of their partners."""
    if row["marac_id"] not in (None, eyes.marac):
        return False
    officer = eyes.hat == "data-protection-officer" and row["agency_id"] == eyes.agency
    return bool(officer or (eyes.hat == "auditor" and (eyes.marac, row["agency_id"]) in world.partners))


REGISTER: dict[str, Callable[[World, Eyes, Values], bool]] = {
    "meeting": _comes,
    "list_version": _comes,
    "attendance": _comes,
    "minutes": _comes,
    "minutes_issue": _issue,
    "audit_event": _event,
    "person_link": _link,
    "provider": _provider,
    "account": _account,
    "agreement": _agreement,
    "agreement_document": _of_agreement,
    "agreement_remark": _of_agreement,
    "alert": _alert,
    "question": _question,
    "sample": _audits,
    "sample_item": _audits,
    "checkpoint": _checkpoint,
    "checkpoint_receipt": _receipt,
    "outbox": _letter,
}
