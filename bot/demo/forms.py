"""Interactive elements: what a person picks in one, and the shapes in which Slack reports it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from .errors import DemoError

Json = dict[str, Any]
Key = tuple[str, str]

# type -> (field of the state, field of the element that holds the value shown at first)
_SINGLE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_SEVERAL = {
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
_OPTION_FIELDS = {"selected_option", "selected_options"}
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_URL = re.compile(r"https?://[^\s/]+\S*")
_NUMBER = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+([.,]\d+)?")


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element with an ``action_id``, beside its block."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
        for element in inside:
            if isinstance(element, dict) and element.get("action_id"):
                yield block, element


def find(blocks: list[Json], action_id: str, block_id: str | None) -> tuple[Json, Json]:
    """The element that a person presses; raises DemoError when it is not on the screen."""
    for block, element in elements(blocks):
        if element["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, element
    raise DemoError("no_such_action")


def name_parts(blocks: list[Json], fresh: Any) -> list[Json]:
    """A copy in which every block and element has an id, made up by ``fresh()`` where the app gave none."""
    named = []
    for block in blocks:
        copy = {**block}
        if not copy.get("block_id"):
            copy["block_id"] = fresh()
        for slot in ("accessory", "element"):
            if isinstance(copy.get(slot), dict) and _wants_id(copy[slot]):
                copy[slot] = {**copy[slot], "action_id": copy[slot].get("action_id") or fresh()}
        if block["type"] in {"actions", "context_actions"}:
            copy["elements"] = [{**one, "action_id": one.get("action_id") or fresh()} for one in copy["elements"]]
        named.append(copy)
    return named


def _wants_id(element: Json) -> bool:
    return element.get("type") not in {"image"}


def initial_state(element: Json) -> Json | None:
    """What an untouched element reports, or None for a button and the like, which report nothing."""
    kind = element["type"]
    if kind in _SINGLE:
        name, initial = _SINGLE[kind]
        return {"type": kind, name: element.get(initial) or None}
    if kind in _SEVERAL:
        name, initial = _SEVERAL[kind]
        return {"type": kind, name: list(element.get(initial) or [])}
    return None


def state_values(blocks: list[Json], typed: dict[Key, Json]) -> Json:
    """``view.state.values``: what was typed, or what stood there at first."""
    values: Json = {}
    for block, element in elements(blocks):
        key = (block["block_id"], element["action_id"])
        state = typed.get(key) or initial_state(element)
        if state is not None:
            values.setdefault(key[0], {})[key[1]] = state
    return values


def options_of(element: Json, suggested: list[Json]) -> list[Json]:
    """The options a person can choose from, those fetched from the app included."""
    groups = element.get("option_groups") or []
    initial = [element["initial_option"]] if element.get("initial_option") else element.get("initial_options") or []
    fetched = [*suggested, *initial] if "external" in element["type"] else []
    return [*(element.get("options") or []), *(option for group in groups for option in group["options"]), *fetched]


def picked(element: Json, value: Any, suggested: list[Json]) -> Json:
    """The state of an element after a person put ``value`` in it: text, option value(s), id(s), date, time, seconds.

    Raises DemoError when no hand could do that (an option that is not there, a date that does not exist).
    """
    kind = element["type"]
    if kind == "overflow":
        return {"type": kind, "selected_option": _option(element, value, suggested)}
    if kind in _SEVERAL:
        name = _SEVERAL[kind][0]
        chosen = [value] if isinstance(value, str) else list(value or [])
        if name in _OPTION_FIELDS:
            chosen = [_option(element, one, suggested) for one in chosen]
        if len(chosen) > element.get("max_selected_items", len(chosen)):
            raise DemoError("too_many_selected")
        return {"type": kind, name: chosen}
    if kind not in _SINGLE:
        raise DemoError("not_an_input")
    name = _SINGLE[kind][0]
    if value in (None, ""):
        return {"type": kind, name: None}
    if name in _OPTION_FIELDS:
        return {"type": kind, name: _option(element, value, suggested)}
    return {"type": kind, name: _written(kind, value)}


def _option(element: Json, value: Any, suggested: list[Json]) -> Json:
    wanted = value.get("value") if isinstance(value, dict) else value
    for option in options_of(element, suggested):
        if option.get("value") == wanted:
            return option
    raise DemoError("no_such_option")


def _written(kind: str, value: Any) -> Any:
    if kind == "rich_text_input":
        return value
    if kind == "datetimepicker":
        return int(value)
    if kind == "datepicker":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise DemoError("no_such_date") from None
    if kind == "timepicker" and not _TIME.fullmatch(value):
        raise DemoError("no_such_time")
    return str(value)


def problems(blocks: list[Json], typed: dict[Key, Json]) -> dict[str, str]:
    """What Slack itself refuses before it sends a form, as a sentence by block_id."""
    found = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = typed.get((block["block_id"], element["action_id"])) or initial_state(element) or {}
        value = next((part for name, part in state.items() if name != "type"), None)
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = "Completa este campo obligatorio."
            continue
        problem = _wrong(element, value)
        if problem:
            found[block["block_id"]] = problem
    return found


def _wrong(element: Json, value: Any) -> str | None:
    match element["type"]:
        case "plain_text_input":
            least, most = element.get("min_length", 0), element.get("max_length", 3000)
            if len(value) < least:
                return f"Escribe al menos {least} caracteres."
            if len(value) > most:
                return f"Sobran {len(value) - most} caracteres (máximo: {most})."
        case "email_text_input" if not _EMAIL.fullmatch(value):
            return "Escribe una dirección de correo válida."
        case "url_text_input" if not _URL.fullmatch(value):
            return "Escribe una dirección web válida."
        case "number_input":
            return _wrong_number(element, value)
    return None


def _wrong_number(element: Json, value: str) -> str | None:
    if element.get("is_decimal_allowed"):
        if not _DECIMAL.fullmatch(value):
            return "Escribe un número."
    elif not _NUMBER.fullmatch(value):
        return "Escribe un número entero."
    number = float(value.replace(",", "."))
    if "min_value" in element and number < float(element["min_value"]):
        return f"El mínimo es {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"El máximo es {element['max_value']}."
    return None
