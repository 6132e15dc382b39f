"""A copy put together when it is opened, from the parts that this member may see now (house.md 4.14, 8)."""

from dataclasses import dataclass

from agenda.minutes.parts import CasePart, FrontSheet, canonical_hash, erased_part, from_content, manifest_hash
from agenda.models import MinutesIssue, MinutesPart
from agenda.operations.minutes import parts_of
from marac.store.work import Work


@dataclass(frozen=True)
class Copy:
    """One agency's copy as one of its members may read it."""

    front: FrontSheet
    cases: list[CasePart]
    parts: list[MinutesPart]
    hashes: list[tuple[str, str]]
    whole_hash: str
    true: bool


def assemble(work: Work, issue: MinutesIssue) -> Copy:
    """Front sheet and parts, each compared with the hash that was kept when it was issued."""
    parts = parts_of(work, issue)
    contents = [part.content for part in parts]
    gone = work.keys.erased  # their hashes still say what was issued, and their words can be compared with nothing
    same = [
        part.case_id in gone or canonical_hash(content) == part.content_hash
        for content, part in zip(contents, parts, strict=True)
    ]
    return Copy(
        front=FrontSheet(**issue.front),
        cases=[
            erased_part(part.label) if part.case_id in gone else from_content(content)
            for content, part in zip(contents, parts, strict=True)
        ],
        parts=parts,
        hashes=[("Front sheet", issue.front_hash)] + [(part.label, part.content_hash) for part in parts],
        whole_hash=manifest_hash(issue.front_hash, [part.content_hash for part in parts]),
        true=all(same) and canonical_hash(issue.front) == issue.front_hash,
    )
