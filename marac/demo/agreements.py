"""What the agencies of the demonstration have signed: all is in force, one review overdue and one due next month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from marac.clock import LONDON
from marac.demo.agencies import AGENCIES
from marac.demo.maracs import SOUTH, STOKE
from marac.demo.members import MEMBERS
from marac.demo.records import DemoAgency
from marac.demo.world import Partnership
from marac.proceedings import RemarkKind
from marac.store.agreements import Agreement, AgreementDocument, AgreementRemark
from marac.store.scope import Record
from marac.vocabulary import AgencyKind, Role

OVERDUE = {("landlord", SOUTH): -20}  # days from seeding to the review
DUE = {("recovery", SOUTH): 30}
SIGNERS = (
    "Marguerite Oyelaran", "Silas Wetherby", "Noor Castellane", "Theodora Whin", "Emrys Adeleke", "Bronwen Saltash",
    "Ravindra Holloway", "Isolde Marchbank", "Lucian Obuya", "Honor Trevanion", "Casimir Dale", "Winifred Asante",
)  # fmt: skip
POSTS = {
    AgencyKind.POLICE: "Assistant Chief Constable",
    AgencyKind.PROBATION: "Regional director",
    AgencyKind.FIRE: "Deputy Chief Fire Officer",
    AgencyKind.ACUTE_TRUST: "Chief nurse",
    AgencyKind.MENTAL_HEALTH: "Chief nurse",
    AgencyKind.PRIMARY_CARE: "Chief nurse",
}
# To whom open actions would go; and for these agencies themselves, to the other.
TAKES = {None: ("valerie-stanko", "sunita-fielding"), SOUTH: ("imran-tolland", "philippa-amadi")}
TAKES[STOKE] = ("rhiannon-achebe", "valerie-stanko")
_EMPLOYERS = {member.key: member.agency for member in MEMBERS}


@dataclass(frozen=True, slots=True)
class _Signer:
    name: str
    post: str
    key: str = ""


def agreements(known: Partnership, today: date) -> Iterator[Record]:
    """The umbrella protocol and each MARAC's agreement, of every agency that gets case data, with a paper each."""
    for number, agency in enumerate(agency for agency in AGENCIES if agency.gets_case_data):
        for place in (None, *agency.maracs):
            yield from _one(known, today, agency, place, _signer(agency, number))


def _signer(agency: DemoAgency, number: int) -> _Signer:
    for member in MEMBERS:
        if member.agency == agency.key and any(worn.role is Role.SIGNATORY for worn in member.appointments):
            return _Signer(member.name, member.job_title, member.key)
    return _Signer(SIGNERS[number % len(SIGNERS)], POSTS.get(agency.kind, "Chief executive"))


def _one(known: Partnership, today: date, agency: DemoAgency, place: str | None, signer: _Signer) -> Iterator[Record]:
    days = (OVERDUE | DUE).get((agency.key, place or ""), 150)
    paper = _paper(f"{'Umbrella protocol' if place is None else 'MARAC agreement'}: {agency.name}", signer.name)
    taker = next(key for key in TAKES[place] if _EMPLOYERS[key] != agency.key)
    made = Agreement(
        agency_id=known.agencies[agency.key],
        marac_id=known.maracs[place] if place else None,
        label="2",
        signatory_id=known.members[signer.key] if signer.key else None,
        signed_by=signer.name,
        signed_as=signer.post,
        signed_on=today + timedelta(days=days - 365),
        review_on=today + timedelta(days=days),
        expires_on=today + timedelta(days=days + 730),
        successor_id=known.members[taker],
        document_name="signed-agreement.pdf",
        document_sha256=sha256(paper).hexdigest(),
        recorded_at=_noon(today + timedelta(days=days - 360)),
    )
    yield made
    yield AgreementDocument(agreement_id=made.id, content=paper)
    yield AgreementRemark(agreement_id=made.id, kind=RemarkKind.RECORDED, at=made.recorded_at, hat="administrator")


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)


def _paper(title: str, signer: str) -> bytes:
    """One page of PDF with two lines on it, written by hand: rendering some forty would slow seeding down."""
    lines = [title, f"Signed by {signer}. Demonstration: invented."]
    words = " ".join(f"({line.translate(_ESCAPED)}) Tj 0 -24 Td" for line in lines)
    page = f"BT /F1 14 Tf 72 760 Td {words} ET".encode("latin-1", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(parts) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, end)


_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
