"""The vendored front end is what was pinned, complete, and carries nothing that we may not show or fetch."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "marac" / "static"
VENDOR = STATIC / "vendor"
SUMS = {
    name: sum_
    for sum_, name in (
        line.split("  ") for line in (VENDOR / "VERSIONS").read_text().splitlines() if not line.startswith("#")
    )
}
SHEETS = sorted(STATIC.rglob("*.css"))
SCRIPTS = sorted(STATIC.rglob("*.js"))
OURS = ("base.html", "print.html", *(f"components/{path.name}" for path in (ROOT / "templates/components").iterdir()))


@pytest.mark.parametrize("name", SUMS)
def test_a_vendored_file_is_the_one_that_was_vendored(name: str) -> None:
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == SUMS[name]


def test_no_vendored_file_is_without_a_sum() -> None:
    found = {str(path.relative_to(ROOT)) for path in VENDOR.rglob("*") if path.is_file() and path.name != "VERSIONS"}
    assert found == {name for name in SUMS if name.startswith("marac/")}


def test_the_versions_are_those_that_the_notices_name() -> None:
    notices = (ROOT / "THIRD-PARTY-NOTICES.md").read_text()
    packages = re.findall(r"^# (\S+) (\S+)$", (VENDOR / "VERSIONS").read_text(), re.M)
    assert packages
    assert [name for name, version in packages if f"{name} {version}" not in notices] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_asks_for_nothing_from_elsewhere(sheet: Path) -> None:
    text = sheet.read_text()
    asked = [address for address in re.findall(r"url\(([^)]+)\)", text) if not address.startswith("data:")]
    assert [address for address in asked if not (sheet.parent / address).is_file()] == []
    assert "@import" not in text


@pytest.mark.parametrize("file", [*SHEETS, *SCRIPTS], ids=lambda path: path.name)
def test_no_web_font_crown_or_source_map_of_gov_uk_is_left(file: Path) -> None:
    text = re.sub(r"base64,[\w+/=]+", "", file.read_text()).lower()
    assert [word for word in ("gds transport", "crest", "crown", "logotype", "sourcemappingurl") if word in text] == []


@pytest.mark.parametrize("name", OURS)
def test_frames_and_components_hold_no_script_or_style_of_their_own(name: str) -> None:
    text = (ROOT / "templates" / name).read_text()
    assert not re.search(r"\sstyle=|<[^>]*\son[a-z]+=|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert name == "print.html" or "<style" not in text


def test_the_frame_names_only_files_that_exist() -> None:
    named = re.findall(r"static\('([^']+)'\)", (ROOT / "templates/base.html").read_text())
    assert named
    assert [name for name in named if not (STATIC / name).is_file()] == []
