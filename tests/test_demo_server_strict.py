"""The local workspace refuses what Slack refuses inside messages and views (slack-facts.md "Sizes")."""

import time
from typing import Any

import pytest

from bot.demo.strict import check_message, check_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def option(text: str = "Uno", value: str = "1", **more: Any) -> Json:
    """An option of a select."""
    return {"text": plain(text), "value": value, **more}


def button(**more: Any) -> Json:
    """A button."""
    return {"type": "button", "action_id": "go", "text": plain("Ir"), **more}


def actions(*elements: Json, **more: Any) -> Json:
    """An actions block."""
    return {"type": "actions", "elements": list(elements), **more}


def field(element: Json, **more: Any) -> Json:
    """An input block."""
    return {"type": "input", "label": plain("Campo"), "element": {"action_id": "a", **element}, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    """A modal with a submit button."""
    return {"type": "modal", "title": plain("Aviso"), "submit": plain("Enviar"), "blocks": list(blocks), **more}


def section(text: str = "Hola", **more: Any) -> Json:
    """A section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def chart(series: int = 1, points: int = 2, **more: Any) -> Json:
    """A bar chart."""
    labels = [f"m{number}" for number in range(points)]
    data = [{"label": label, "value": 1} for label in labels]
    rows = [{"name": f"s{number}", "data": data} for number in range(series)]
    drawing = {"type": "bar", "series": rows, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": "Avisos", "chart": drawing, **more}


def select(count: int, **more: Any) -> Json:
    """A static select with that many options."""
    options = [option(value=str(number)) for number in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options, **more}


def table(rows: int, columns: int) -> Json:
    """A table of that size."""
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


def data_table(rows: int, first: str = "raw_text") -> Json:
    """A data table of that size."""
    number = {"type": "raw_number", "value": 1, "text": "1"}
    text = {"type": "raw_text", "text": "x"}
    return {
        "type": "data_table",
        "caption": "Datos",
        "rows": [[number if first == "raw_number" else text]] + [[number]] * (rows - 1),
    }


RADIO: Json = {"type": "radio_buttons", "action_id": "r"}
CONFIRM: Json = {"title": plain("¿Seguro?"), "text": plain("Se cierra."), "confirm": plain("Sí"), "deny": plain("No")}

# One block at its limit, the same block past it, and where the complaint must point.
LIMITS: dict[str, tuple[Json, Json, str]] = {
    "section text": (section("x" * 3000), section("x" * 3001), "/blocks/0/text/text"),
    "section fields": (
        {"type": "section", "fields": [plain("x")] * 10},
        {"type": "section", "fields": [plain("x")] * 11},
        "/blocks/0/fields",
    ),
    "section field text": (
        {"type": "section", "fields": [plain("x" * 2000)]},
        {"type": "section", "fields": [plain("x" * 2001)]},
        "/blocks/0/fields/0/text",
    ),
    "section empty": (section("x"), {"type": "section"}, "/blocks/0"),
    "empty text": (section("x"), section(""), "/blocks/0/text/text"),
    "header": (
        {"type": "header", "text": plain("x" * 150)},
        {"type": "header", "text": plain("x" * 151)},
        "/blocks/0/text/text",
    ),
    "button text": (actions(button(text=plain("x" * 75))), actions(button(text=plain("x" * 76))), "/0/elements/0/text"),
    "button value": (actions(button(value="x" * 2000)), actions(button(value="x" * 2001)), "/0/elements/0/value"),
    "button link": (
        actions(button(url="https://a.example")),
        actions(button(url="tel:+34910000000")),
        "/0/elements/0/url",
    ),
    "action_id": (actions(button(action_id="x" * 255)), actions(button(action_id="x" * 256)), "/elements/0/action_id"),
    "block_id": (section(block_id="x" * 255), section(block_id="x" * 256), "/blocks/0/block_id"),
    "placeholder": (
        actions(select(1, placeholder=plain("x" * 150))),
        actions(select(1, placeholder=plain("x" * 151))),
        "/elements/0/placeholder",
    ),
    "option text": (
        actions({**RADIO, "options": [option("x" * 75)]}),
        actions({**RADIO, "options": [option("x" * 76)]}),
        "/options/0/text/text",
    ),
    "option value": (
        actions({**RADIO, "options": [option(value="x" * 150)]}),
        actions({**RADIO, "options": [option(value="x" * 151)]}),
        "/options/0/value",
    ),
    "option description": (
        actions({**RADIO, "options": [option(description=plain("x" * 75))]}),
        actions({**RADIO, "options": [option(description=plain("x" * 76))]}),
        "/options/0/description",
    ),
    "options of a select": (actions(select(100)), actions(select(101)), "/elements/0/options"),
    "no options": (actions(select(1)), actions(select(0)), "/elements/0/options"),
    "first option": (
        actions(select(2, initial_option=option(value="1"))),
        actions(select(2, initial_option=option(value="9"))),
        "/elements/0",
    ),
    "radio options": (
        actions({**RADIO, "options": [option()] * 10}),
        actions({**RADIO, "options": [option()] * 11}),
        "/elements/0/options",
    ),
    "overflow options": (
        section(accessory={"type": "overflow", "action_id": "o", "options": [option()] * 5}),
        section(accessory={"type": "overflow", "action_id": "o", "options": [option()] * 6}),
        "/blocks/0/accessory/options",
    ),
    "elements": (
        actions(*(button(action_id=str(number)) for number in range(25))),
        actions(*(button(action_id=str(number)) for number in range(26))),
        "/blocks/0/elements",
    ),
    "same action twice": (
        actions(button(), button(action_id="other")),
        actions(button(), button()),
        "/blocks/0/elements",
    ),
    "context elements": (
        {"type": "context", "elements": [plain("x")] * 10},
        {"type": "context", "elements": [plain("x")] * 11},
        "/blocks/0/elements",
    ),
    "confirm": (
        actions(button(confirm={**CONFIRM, "title": plain("x" * 100)})),
        actions(button(confirm={**CONFIRM, "title": plain("x" * 101)})),
        "/confirm/title",
    ),
    "table rows": (table(100, 20), table(101, 20), "/blocks/0/rows"),
    "table columns": (table(2, 20), table(2, 21), "/blocks/0/rows/0"),
    "data table rows": (data_table(101), data_table(102), "/blocks/0/rows"),
    "data table few rows": (data_table(2), data_table(1), "/blocks/0/rows"),
    "data table header": (data_table(3), data_table(3, "raw_number"), "/blocks/0/rows/0"),
    "chart title": (chart(title="x" * 50), chart(title="x" * 51), "/blocks/0/title"),
    "chart series": (chart(series=6), chart(series=7), "/chart/series"),
    "chart points": (chart(points=20), chart(points=21), "/chart"),
    "unknown block": (section(), {"type": "carrusel"}, "/blocks/0"),
    "unknown field": (section(), section(colour="red"), "/blocks/0"),
    "unknown element": (actions(button()), actions({"type": "slider"}), "/blocks/0/elements/0"),
    "missing field": (section(), {"type": "header"}, "/blocks/0"),
    "wrong type": (actions(button()), actions(button(value=3)), "/elements/0/value"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_block_limits(name: str) -> None:
    """A block at its limit passes and one past it is refused, at the right place."""
    good, bad, place = LIMITS[name]
    assert check_message({"text": "x", "blocks": [good]}) == []
    wrong = check_message({"text": "x", "blocks": [bad]})
    assert wrong
    assert place in wrong[0]
    assert wrong[0].startswith("[ERROR] ")


def test_message_limits() -> None:
    """A message takes 50 blocks, one table, two charts, unique block ids and about 11,000 characters of blocks."""
    assert check_message({"text": "x", "blocks": [section("x")] * 50}) == []
    assert check_message({"text": "x", "blocks": [section("x")] * 51})
    assert check_message({"text": "x", "blocks": [table(1, 1), table(1, 1)]})
    assert check_message({"text": "x", "blocks": [chart()] * 2}) == []
    assert check_message({"text": "x", "blocks": [chart()] * 3})
    assert "already exists" in check_message({"text": "x", "blocks": [section(block_id="b")] * 2})[0]
    assert "msg_blocks_too_long" in check_message({"text": "x", "blocks": [section("x" * 3000)] * 4})[0]
    assert "missing fallback text" in check_message({"blocks": [section()]})[0]
    assert "no_text" in check_message({})[0]
    assert "msg_too_long" in check_message({"text": "x" * 40_001})[0]


def test_charts_need_every_category() -> None:
    """A series that leaves out a category is refused."""
    drawing = chart(series=2)
    drawing["chart"]["series"][1] = {"name": "s", "data": [{"label": "m0", "value": 1}]}
    assert "every category" in check_message({"text": "x", "blocks": [drawing]})[0]
    pie = {"type": "pie", "segments": [{"label": "a", "value": 1}]}
    assert check_message({"text": "x", "blocks": [chart(chart=pie)]}) == []


def test_metadata_form_and_size() -> None:
    """Message metadata has Slack's form and at most 16 KB."""
    assert check_message({"text": "x", "metadata": {"event_type": "aviso", "event_payload": {"id": "1"}}}) == []
    assert check_message({"text": "x", "metadata": {"event_type": "aviso"}})
    big = {"event_type": "aviso", "event_payload": {"id": "x" * 17_000}}
    assert "metadata_too_large" in check_message({"text": "x", "metadata": big})[0]


VIEWS: dict[str, tuple[Json, Json, str]] = {
    "title": (modal(title=plain("x" * 24)), modal(title=plain("x" * 25)), "/view/title/text"),
    "submit": (modal(submit=plain("x" * 24)), modal(submit=plain("x" * 25)), "/view/submit/text"),
    "close": (modal(close=plain("x" * 24)), modal(close=plain("x" * 25)), "/view/close/text"),
    "private_metadata": (
        modal(private_metadata="x" * 3000),
        modal(private_metadata="x" * 3001),
        "/view/private_metadata",
    ),
    "callback_id": (modal(callback_id="x" * 255), modal(callback_id="x" * 256), "/view/callback_id"),
    "blocks": (modal(*[section()] * 100), modal(*[section()] * 101), "/view/blocks"),
    "block ids": (
        modal(section(block_id="a"), section(block_id="b")),
        modal(section(block_id="a"), section(block_id="a")),
        "/view/blocks/1/block_id",
    ),
    "no table": (modal(section()), modal(table(1, 1)), "/view/blocks/0"),
    "type": (modal(), {**modal(), "type": "dialog"}, "/view/type"),
    "no title at home": (
        {"type": "home", "blocks": [section()]},
        {"type": "home", "blocks": [], "title": plain("x")},
        "/view",
    ),
    "input label": (
        modal(field({"type": "plain_text_input"}, label=plain("x" * 2000))),
        modal(field({"type": "plain_text_input"}, label=plain("x" * 2001))),
        "/view/blocks/0/label",
    ),
    "first text": (
        modal(field({"type": "plain_text_input", "max_length": 10, "initial_value": "x" * 10})),
        modal(field({"type": "plain_text_input", "max_length": 10, "initial_value": "x" * 11})),
        "/view/blocks/0/element/initial_value",
    ),
    "max_length": (
        modal(field({"type": "plain_text_input", "max_length": 3000})),
        modal(field({"type": "plain_text_input", "max_length": 3001})),
        "/view/blocks/0/element",
    ),
    "number input": (
        modal(field({"type": "number_input", "is_decimal_allowed": False})),
        modal(field({"type": "number_input"})),
        "/view/blocks/0/element",
    ),
    "date and time": (
        modal(field({"type": "datetimepicker", "initial_date_time": 1_700_000_000})),
        modal(field({"type": "datetimepicker", "initial_date_time": 17})),
        "/view/blocks/0/element",
    ),
    "options or groups": (
        modal(field({"type": "static_select", "option_groups": [{"label": plain("G"), "options": [option()]}]})),
        modal(field({"type": "static_select", "placeholder": plain("x")})),
        "/view/blocks/0/element",
    ),
}


@pytest.mark.parametrize("name", VIEWS)
def test_view_limits(name: str) -> None:
    """A view at its limit passes and one past it is refused, at the right place."""
    good, bad, place = VIEWS[name]
    assert check_view(good) == []
    wrong = check_view(bad)
    assert wrong
    assert place in wrong[0]


def test_a_form_needs_a_submit_button() -> None:
    """A modal with fields and no submit button is refused."""
    view = modal(field({"type": "plain_text_input"}))
    del view["submit"]
    assert "submit" in check_view(view)[0]


def test_a_view_has_at_most_250_kilobytes() -> None:
    """A view whose JSON is larger is refused as a whole."""
    big = modal(*[actions(*(button(action_id=str(n), value="x" * 2000) for n in range(2))) for _ in range(80)])
    assert "view_too_large" in check_view(big)[-1]


def test_checking_is_quick() -> None:
    """A message of 15 blocks is checked in some two milliseconds, so that tests can send thousands."""
    blocks = [section(accessory=button()), {"type": "context", "elements": [plain("x")] * 3}, actions(button())] * 5
    payload = {"text": "x", "blocks": blocks}
    assert check_message(payload) == []
    started = time.perf_counter()
    for _ in range(50):
        check_message(payload)
    assert (time.perf_counter() - started) / 50 < 0.01
