"""Fetch the pinned front-end packages, strip what we may not show, and write marac/static/vendor.

Run from the root of the project with npm at hand: `python scripts/vendor_ui.py`. The result is committed;
nothing of Node is needed to run or test the platform. GDS Transport, the crown and the logotypes are for
services on GOV.UK only, so their fonts, files and names are taken out here.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "marac" / "static" / "vendor"
TEST_ASSETS = ROOT / "tests" / "assets"

FONT_STACK = "arial,sans-serif"
WEIGHTS = (400, 600, 700)
SUBSETS = {"latin": "Source Sans 3", "latin-ext": "Source Sans 3 Ext"}


@dataclass(frozen=True)
class Package:
    """One npm package, pinned by version and by the checksum of its tarball."""

    name: str
    version: str
    sha256: str


GOVUK = Package("govuk-frontend", "6.3.0", "3d91fd1353e32e306a8ae493b44ba9c0277348b5dbc08442a3e63d822e516048")
MOJ = Package(
    "@ministryofjustice/frontend", "11.1.0", "9ec6ccf0739cefee1fdc663ca61387204dcf3fd9bfcfafa8b9159d993f38984b"
)
HTMX = Package("htmx.org", "4.0.1", "5fba65616ca148a86d377e9771bcada7f35faee3558651feb929eea425e13b3c")
FONT = Package("@fontsource/source-sans-3", "5.3.0", "f8a0e1b603f5c85a468946a51af4a761d726c28baf79200aafb8736fe9e7d7a7")
AXE = Package("axe-core", "4.14.1", "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745")
PACKAGES = (GOVUK, MOJ, HTMX, FONT, AXE)

Files = dict[str, bytes]


def unpacked(package: Package, folder: Path) -> Files:
    """The files of a package by path; stops when the tarball is not the one that was pinned."""
    spec = f"{package.name}@{package.version}"
    done = subprocess.run(
        ["npm", "pack", spec, "--silent", "--pack-destination", str(folder)], check=True, capture_output=True, text=True
    )
    tarball = (folder / done.stdout.strip().splitlines()[-1]).read_bytes()
    if hashlib.sha256(tarball).hexdigest() != package.sha256:
        sys.exit(f"{spec}: the tarball is not the pinned one")
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        members = [(member, archive.extractfile(member)) for member in archive.getmembers() if member.isfile()]
        return {member.name.removeprefix("package/"): content.read() for member, content in members if content}


def plain_css(css: bytes) -> bytes:
    """Without web fonts, their name, crown, crest, logotypes and source map; images beside the sheet."""
    text = css.decode()
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = text.replace("GDS Transport,arial,sans-serif", FONT_STACK)
    text = re.sub(r"[^{}]*(?:crown|crest|logotype)[^{}]*\{[^{}]*\}|[^{}]*\{[^{}]*govuk-crest[^{}]*\}", "", text)
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    return text.replace("url(/assets/images/", "url(images/").strip().encode() + b"\n"


def plain_js(script: bytes) -> bytes:
    """Without the pointer to a source map that is not shipped."""
    return re.sub(rb"//# sourceMappingURL=\S+", b"", script).strip() + b"\n"


def font_face(family: str, weight: int, woff2: bytes) -> str:
    """One face as a data: address, because the maker of PDF files may fetch nothing."""
    encoded = base64.b64encode(woff2).decode()
    return (
        f'@font-face{{font-family:"{family}";font-style:normal;font-weight:{weight};'
        f'src:url(data:font/woff2;base64,{encoded}) format("woff2")}}\n'
    )


def print_fonts(font: Files) -> bytes:
    """The style sheet of the paper frame's fonts, Latin and extended Latin as two families to fall back through."""
    faces = [
        font_face(family, weight, font[f"files/source-sans-3-{subset}-{weight}-normal.woff2"])
        for subset, family in SUBSETS.items()
        for weight in WEIGHTS
    ]
    return "".join(faces).encode()


def images_named_in(css: bytes, moj: Files) -> Files:
    """The icons that the sheet asks for."""
    names = sorted(set(re.findall(rb"url\(images/([\w.-]+)\)", css)))
    return {f"images/{name.decode()}": moj[f"moj/assets/images/{name.decode()}"] for name in names}


def vendored(taken: dict[Package, Files]) -> Files:
    """What goes into marac/static/vendor, by name."""
    govuk, moj = taken[GOVUK], taken[MOJ]
    moj_css = plain_css(moj["moj/moj-frontend.min.css"])
    return {
        "govuk-frontend.min.css": plain_css(govuk["dist/govuk/govuk-frontend.min.css"]),
        "govuk-frontend.min.js": plain_js(govuk["dist/govuk/govuk-frontend.min.js"]),
        "moj-frontend.min.css": moj_css,
        "moj-frontend.min.js": plain_js(moj["moj/moj-frontend.min.js"]),
        "htmx.min.js": plain_js(taken[HTMX]["dist/htmx.min.js"]),
        "print-fonts.css": print_fonts(taken[FONT]),
        **images_named_in(moj_css, moj),
    }


def for_tests(axe: Files) -> Files:
    """The accessibility checker, used by tests only, with its licences beside it."""
    return {
        "axe.min.js": axe["axe.min.js"],
        "axe.LICENSE.txt": axe["LICENSE"] + b"\n\n" + axe["LICENSE-3RD-PARTY.txt"],
    }


def versions(files: dict[str, Files]) -> str:
    """The packages and the sums of what was made of them, one a line, as `sha256sum -c` reads them."""
    lines = [f"# {package.name} {package.version}" for package in PACKAGES]
    for folder, contents in files.items():
        lines += [f"{hashlib.sha256(body).hexdigest()}  {folder}/{name}" for name, body in sorted(contents.items())]
    return "\n".join(lines) + "\n"


def write(folder: Path, files: Files) -> None:
    """Each file in its place, with nothing left of an earlier version."""
    for old in [path for path in folder.rglob("*") if path.is_file()] if folder == VENDOR else []:
        old.unlink()
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        taken = {package: unpacked(package, Path(folder)) for package in PACKAGES}
    ours, tests = vendored(taken), for_tests(taken[AXE])
    write(VENDOR, ours)
    write(TEST_ASSETS, tests)
    (VENDOR / "VERSIONS").write_text(versions({"marac/static/vendor": ours, "tests/assets": tests}))


if __name__ == "__main__":
    main()
