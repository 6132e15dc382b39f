"""Pages: each has its dataclass, each swapped block draws one element of its name, nothing is left unused."""

import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

import templates
from marac.app import room_routes
from marac.web.page import Page, environment

PLACE = Path(templates.__file__).parent
FRAMES = {"base.html", "print.html"}


@cache
def files() -> list[str]:
    return sorted(str(path.relative_to(PLACE)) for path in PLACE.rglob("*.html"))


def pages() -> list[str]:
    return [name for name in files() if name not in FRAMES and not name.startswith("components/")]


def _kinds(kind: type[Page] = Page) -> set[type[Page]]:
    return {kind, *(found for child in kind.__subclasses__() for found in _kinds(child))}


def test_every_template_has_a_page_and_every_page_a_template() -> None:
    assert room_routes()
    shown = {
        kind.template
        for kind in _kinds()
        if "template" in vars(kind) and kind.__module__.startswith(("marac", "ag", "ac"))
    }
    extended = {word for name in pages() for word in re.findall(r'{% extends "(.+?)" %}', (PLACE / name).read_text())}
    assert shown >= set(pages()) - extended
    assert set(files()) >= shown


@pytest.mark.parametrize("name", files())
def test_a_template_has_no_inline_script_style_or_handler(name: str) -> None:
    text = (PLACE / name).read_text()
    if name != "print.html":
        assert not re.search(r"<style|\sstyle=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=\"|javascript:", text)
    assert name == "print.html" or "| safe" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert not re.search(r'(src|href)="//', text)


@pytest.mark.parametrize("name", pages())
def test_what_htmx_swaps_is_one_element_named_like_its_block(name: str) -> None:
    text = (PLACE / name).read_text()
    blocks = {node.name for node in environment().parse(text).find_all(nodes.Block)}
    for target in re.findall(r'hx-target="#([\w-]+)"', text):
        if target.startswith("{"):
            continue
        assert target.replace("-", "_") in blocks or f'id="{target}"' in text, target
    for form in re.findall(r"<form[^>]*hx-post[^>]*>", text):
        assert 'method="post"' in form and "action=" in form, form


def test_no_macro_is_unused() -> None:
    everything = "".join((PLACE / name).read_text() for name in files())
    made = {
        macro
        for name in files()
        if name.startswith("components/")
        for macro in re.findall(r"{%-? macro (\w+)\(", (PLACE / name).read_text())
    }
    unused = {
        macro
        for macro in made
        if not re.search(rf"(ui\.{macro}\b|\b{macro}\()", everything.replace(f"macro {macro}(", ""))
    }
    assert not unused
