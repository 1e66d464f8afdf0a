"""Lengths, counts and uniqueness inside blocks, which Slack states in prose (slack-facts.md "Sizes")."""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
Report = Callable[[str, str], None]

# The longest text of a field, by field name; "type.field" goes before the bare name.
_LENGTHS = {
    "block_id": 255,
    "action_id": 255,
    "placeholder": 150,
    "title": 2000,
    "header.text": 150,
    "section.text": 3000,
    "markdown.text": 12_000,
    "button.text": 75,
    "button.value": 2000,
    "button.url": 3000,
    "button.accessibility_label": 75,
    "image.alt_text": 2000,
    "image.image_url": 3000,
    "image.title": 2000,
    "input.label": 2000,
    "input.hint": 2000,
    "card.title": 150,
    "card.subtitle": 150,
    "card.body": 200,
}
_FIELDS = {"text", "value", "url", "accessibility_label", "alt_text", "image_url", "label", "hint", "subtitle", "body"}
_COUNTS = {
    "actions.elements": (1, 25),
    "context.elements": (1, 10),
    "section.fields": (1, 10),
    "static_select.options": (1, 100),
    "multi_static_select.options": (1, 100),
    "static_select.option_groups": (1, 100),
    "multi_static_select.option_groups": (1, 100),
    "radio_buttons.options": (1, 10),
    "checkboxes.options": (1, 10),
    "overflow.options": (1, 5),
    "table.rows": (1, 100),
    "table.column_settings": (0, 20),
    "data_table.rows": (2, 101),
    "carousel.elements": (1, 10),
}
_CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_TEXT_KINDS = {"plain_text", "mrkdwn"}
OPTIONS = 100  # in a select, an external one too


def text_of(value: Any) -> str | None:
    """The characters of a string or of a text object; None for anything else."""
    if isinstance(value, dict) and value.get("type") in _TEXT_KINDS:
        value = value.get("text")
    return value if isinstance(value, str) else None


def check_text(value: Any, most: int, path: str, report: Report) -> None:
    """A text must have from 1 to ``most`` characters."""
    text = text_of(value)
    if text is None:
        return
    where = f"{path}/text" if isinstance(value, dict) else path
    if not text:
        report(where, "must be more than 0 characters")
    if len(text) > most:
        report(where, f"must be less than {most + 1} characters")


def check_part(part: Json, path: str, report: Report) -> None:
    """Everything inside one block or element whose types are already known to be right."""
    kind = part.get("type", "")
    for name, value in part.items():
        most = _LENGTHS.get(f"{kind}.{name}")
        if most is None and name not in _FIELDS:
            most = _LENGTHS.get(name)
        if most is not None:
            check_text(value, most, f"{path}/{name}", report)
        if isinstance(value, list):
            _count(kind, name, value, path, report)
    _inner(part, path, report)
    if "confirm" in part:
        for name, most in _CONFIRM.items():
            if name in part["confirm"]:
                check_text(part["confirm"][name], most, f"{path}/confirm/{name}", report)
    special = _SPECIAL.get(kind)
    if special:
        special(part, path, report)


def _inner(part: Json, path: str, report: Report) -> None:
    for name in ("accessory", "element"):
        if isinstance(part.get(name), dict):
            check_part(part[name], f"{path}/{name}", report)
    if part.get("type") in {"actions", "context", "carousel", "context_actions"}:
        for place, element in enumerate(part["elements"]):
            if element["type"] in _TEXT_KINDS:
                check_text(element, 3000, f"{path}/elements/{place}", report)
            else:
                check_part(element, f"{path}/elements/{place}", report)


def _count(kind: str, name: str, values: list[Any], path: str, report: Report) -> None:
    least, most = _COUNTS.get(f"{kind}.{name}", (0, len(values)))
    if len(values) < least:
        report(f"{path}/{name}", f"must contain at least {least} items")
    if len(values) > most:
        report(f"{path}/{name}", f"no more than {most} items allowed")


def check_option(option: Json, path: str, report: Report) -> None:
    """One option: text 75, value 150, description 75."""
    check_text(option.get("text"), 75, f"{path}/text", report)
    for name, most in (("value", 150), ("description", 75), ("url", 3000)):
        if name in option:
            check_text(option[name], most, f"{path}/{name}", report)


def _select(part: Json, path: str, report: Report) -> None:
    options = list(part.get("options") or [])
    for place, option in enumerate(options):
        check_option(option, f"{path}/options/{place}", report)
    for place, group in enumerate(part.get("option_groups") or []):
        where = f"{path}/option_groups/{place}"
        check_text(group["label"], 75, f"{where}/label", report)
        if not 1 <= len(group["options"]) <= OPTIONS:
            report(f"{where}/options", f"must contain from 1 to {OPTIONS} items")
        for inner, option in enumerate(group["options"]):
            check_option(option, f"{where}/options/{inner}", report)
        options += group["options"]
    if part["type"] in {"static_select", "multi_static_select"} and ("options" in part) == ("option_groups" in part):
        report(path, "must provide either options or option_groups")
    chosen = [part["initial_option"]] if "initial_option" in part else part.get("initial_options") or []
    for option in chosen:
        check_option(option, f"{path}/initial_option", report)
        if "external" not in part["type"] and option not in options:
            report(path, "initial option must match one of the options")
    if "max_selected_items" in part and part["max_selected_items"] < 1:
        report(f"{path}/max_selected_items", "must be at least 1")


def _text_input(part: Json, path: str, report: Report) -> None:
    least, most = part.get("min_length", 0), part.get("max_length", 3000)
    if not 0 <= least <= 3000 or not 1 <= most <= 3000 or least > most:
        report(path, "min_length and max_length must be between 0 and 3000, in that order")
    if len(part.get("initial_value", "")) > most:
        report(f"{path}/initial_value", f"must be less than {most + 1} characters")


def _section(part: Json, path: str, report: Report) -> None:
    if "text" not in part and "fields" not in part:
        report(path, "missing required field: text")
    for place, value in enumerate(part.get("fields") or []):
        check_text(value, 2000, f"{path}/fields/{place}", report)


def _button(part: Json, path: str, report: Report) -> None:
    if "url" in part and not part["url"].startswith(("http://", "https://")):
        report(f"{path}/url", "must be a valid http or https address")


def _table(part: Json, path: str, report: Report) -> None:
    for place, row in enumerate(part["rows"]):
        if not 1 <= len(row) <= 20:
            report(f"{path}/rows/{place}", "no more than 20 items allowed")


def _data_table(part: Json, path: str, report: Report) -> None:
    if any(cell["type"] != "raw_text" for cell in part["rows"][0]):
        report(f"{path}/rows/0", "the first row takes raw_text only")


def _chart(part: Json, path: str, report: Report) -> None:
    chart = part["chart"]
    for place, series in enumerate(chart.get("series") or []):
        if [point["label"] for point in series["data"]] != chart["axis_config"]["categories"]:
            report(f"{path}/chart/series/{place}/data", "must have every category, in the same order")


def _date_time(part: Json, path: str, report: Report) -> None:
    if "initial_date_time" in part and len(str(part["initial_date_time"])) != 10:
        report(f"{path}/initial_date_time", "must be a UNIX timestamp of 10 digits")


_SPECIAL: dict[str, Callable[[Json, str, Report], None]] = {
    "section": _section,
    "button": _button,
    "plain_text_input": _text_input,
    "table": _table,
    "data_table": _data_table,
    "data_visualization": _chart,
    "datetimepicker": _date_time,
    **dict.fromkeys(
        ("static_select", "multi_static_select", "external_select", "multi_external_select", "radio_buttons"), _select
    ),
    **dict.fromkeys(("checkboxes", "overflow"), _select),
}
