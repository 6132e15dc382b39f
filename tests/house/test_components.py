"""Our components draw what GOV.UK's own macros draw, keep what was typed, and are all listed in the documents."""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader

from marac.web.page import environment

ROOT = Path(__file__).resolve().parents[2]
OUR_OWN = {"autocomplete", "data-prevent-double-click"}
NO = SimpleNamespace(allowed=False, reason="Only the chair may do this.")
YES = SimpleNamespace(allowed=True, reason="")

SAME: dict[str, tuple[str, dict[str, Any]]] = {
    "button": (
        "ui.button('Save', name='a', value='b', variant='secondary')",
        {"text": "Save", "name": "a", "value": "b", "classes": "govuk-button--secondary"},
    ),
    "input": (
        "ui.input('a', 'Name', 'x', error='Wrong', hint='Help', width=10)",
        {"id": "a", "name": "a", "value": "x", "label": {"text": "Name", "classes": "govuk-label--s"},
         "errorMessage": {"text": "Wrong"}, "hint": {"text": "Help"}, "classes": "govuk-input--width-10"},
    ),
    "textarea": (
        "ui.textarea('a', 'Name', 'x', error='Wrong', hint='Help', rows=3)",
        {"id": "a", "name": "a", "value": "x", "rows": 3, "label": {"text": "Name", "classes": "govuk-label--s"},
         "errorMessage": {"text": "Wrong"}, "hint": {"text": "Help"}},
    ),
    "character-count": (
        "ui.textarea('a', 'Name', 'x', count=200)",
        {"id": "a", "name": "a", "value": "x", "rows": 4, "maxlength": 200,
         "label": {"text": "Name", "classes": "govuk-label--s"}},
    ),
    "select": (
        "ui.select('a', 'Name', [('1', 'One'), ('2', 'Two')], '2')",
        {"id": "a", "name": "a", "value": "2", "label": {"text": "Name", "classes": "govuk-label--s"},
         "items": [{"value": "1", "text": "One"}, {"value": "2", "text": "Two"}]},
    ),
    "radios": (
        "ui.radios('a', 'Which?', [('1', 'One'), ('2', 'Two', 'Help')], '2', error='Wrong', inline=true)",
        {"name": "a", "value": "2", "classes": "govuk-radios--inline", "errorMessage": {"text": "Wrong"},
         "fieldset": {"legend": {"text": "Which?", "classes": "govuk-fieldset__legend--s"}},
         "items": [{"value": "1", "text": "One"}, {"value": "2", "text": "Two", "hint": {"text": "Help"}}]},
    ),
    "checkboxes": (
        "ui.checkboxes('a', 'Which?', [('1', 'One'), ('2', 'Two')], ['2'], hint='Help', small=true)",
        {"name": "a", "values": ["2"], "classes": "govuk-checkboxes--small", "hint": {"text": "Help"},
         "fieldset": {"legend": {"text": "Which?", "classes": "govuk-fieldset__legend--s"}},
         "items": [{"value": "1", "text": "One"}, {"value": "2", "text": "Two"}]},
    ),
    "date-input": (
        "ui.date_input('a', 'When?', '2026-11-05', hint='Help')",
        {"namePrefix": "a", "id": "a", "hint": {"text": "Help"},
         "fieldset": {"legend": {"text": "When?", "classes": "govuk-fieldset__legend--s"}},
         "items": [{"name": "day", "id": "a", "value": "5", "classes": "govuk-input--width-2"},
                   {"name": "month", "value": "11", "classes": "govuk-input--width-2"},
                   {"name": "year", "value": "2026", "classes": "govuk-input--width-4"}]},
    ),
    "error-summary": (
        "ui.error_summary({'a': 'Wrong'})",
        {"titleText": "There is a problem", "errorList": [{"text": "Wrong", "href": "#a"}]},
    ),
    "warning-text": ("ui.warning('Care')", {"text": "Care"}),
    "tag": ("ui.tag('New', 'green')", {"text": "New", "classes": "govuk-tag--green"}),
    "panel": ("ui.panel('Done', 'Code')", {"titleText": "Done", "text": "Code"}),
    "details": ("ui.details('More', 'Text', open=true)", {"summaryText": "More", "text": "Text", "open": True}),
    "inset-text": ("ui.inset('Text')", {"text": "Text"}),
    "summary-list": (
        "ui.summary_list([('Name', 'x', '/change'), ('Town', 'y')])",
        {"rows": [
            {"key": {"text": "Name"}, "value": {"text": "x"},
             "actions": {"items": [{"href": "/change", "text": "Change", "visuallyHiddenText": "name"}]}},
            {"key": {"text": "Town"}, "value": {"text": "y"}},
        ]},
    ),
    "task-list": (
        "ui.task_list([('Victim', '/v', 'Completed', true), ('Check', none, 'Cannot start yet', false)], id='t')",
        {"idPrefix": "t", "items": [
            {"title": {"text": "Victim"}, "href": "/v", "status": {"text": "Completed"}},
            {"title": {"text": "Check"},
             "status": {"text": "Cannot start yet", "classes": "govuk-task-list__status--cannot-start-yet"}},
        ]},
    ),
}  # fmt: skip


class Outline(HTMLParser):
    """Tags, sorted attributes and words of a piece of HTML, without the white space between."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: " ".join(sorted((value or "").split())) for name, value in attrs if name not in OUR_OWN}
        # GOV.UK marks its date boxes as a group with an id of its own; ours gives that id to the first box.
        if kept.get("class") == "govuk-date-input":
            kept.pop("id", None)
        self.seen.append((tag, sorted(kept.items())))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.seen.append([words])


def drawn(source: str, **context: Any) -> str:
    return environment().from_string("{{ " + source + " }}").render(**context)


def govuk(component: str, params: dict[str, Any]) -> str:
    lenient = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        undefined=ChainableUndefined,
    )
    macro = "govuk" + "".join(part.capitalize() for part in component.split("-"))
    path = f"govuk_frontend_jinja/components/{component}/macro.html"
    return lenient.from_string(f"{{% from '{path}' import {macro} %}}{{{{ {macro}(params) }}}}").render(params=params)


@pytest.mark.parametrize("component", SAME)
def test_a_component_draws_what_gov_uk_draws(component: str) -> None:
    ours, params = SAME[component]
    assert Outline(drawn(ours)).seen == Outline(govuk(component, params)).seen


def test_a_refused_button_is_disabled_and_says_why() -> None:
    html = drawn("ui.button('Close', no, hidden='HERON', name='deed', value='close')", no=NO)
    assert 'type="button"' in html and " disabled" in html and "name=" not in html
    assert 'aria-describedby="why-close-heron-close"' in html
    assert '<span class="refusal__reason" id="why-close-heron-close">Only the chair may do this.</span>' in html
    assert " disabled" not in drawn("ui.button('Close', yes)", yes=YES)
    assert "href" not in drawn("ui.link_button('Open', '/x', no)", no=NO)


def test_what_was_typed_comes_back_to_the_letter() -> None:
    typed = "\n  <b>two</b>\n    four & 'more'"
    html = drawn(
        "ui.radios('a', 'Which?', [('1', 'One')], conditional={'1': ui.textarea('t', 'Why?', typed)})", typed=typed
    )
    assert ">\n\n  &lt;b&gt;two&lt;/b&gt;\n    four &amp; &#39;more&#39;</textarea>" in html


@pytest.mark.parametrize(
    ("value", "boxes"),
    [
        ("2026-11-05", ["5", "11", "2026"]),
        ("0000-02-31", ["31", "2", ""]),
        ({"day": "31", "month": "x"}, ["31", "x", ""]),
        ("", ["", "", ""]),
        (None, ["", "", ""]),
        ("soon", ["soon", "", ""]),
    ],
)
def test_a_date_shows_its_three_parts(value: object, boxes: list[str]) -> None:
    assert re.findall(r' value="([^"]*)"', drawn("ui.date_input('a', 'When?', value)", value=value)) == boxes


def test_the_audience_is_counted_and_named() -> None:
    assert "2 agencies will see this:</strong> Police and Health." in drawn("ui.audience(['Police', 'Health'])")
    assert "1 agency will see this:" in drawn("ui.audience(['Police'])")
    assert "Only your agency will see this." in drawn("ui.audience([])")


def test_safe_contact_never_falls_silent() -> None:
    assert "<li>No voicemail</li>" in drawn("ui.safe_contact_strip(['No voicemail'])")
    assert "No safe-contact warnings are recorded" in drawn("ui.safe_contact_strip([])")


GENERAL = ("buttons", "cases", "choices", "fields", "leaving", "lists", "navigation", "notices")


def test_every_component_is_in_the_documents() -> None:
    listed = set(re.findall(r"`(\w+)\(", (ROOT / "docs" / "components.md").read_text()))
    made = {macro for name in GENERAL for macro in vars(environment().get_template(f"components/{name}.html").module)}
    assert listed >= {macro for macro in made if not macro.startswith("_")}
