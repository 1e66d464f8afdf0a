"""Slack's own types, compiled on first use, one checker for each block type."""

import json
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import fastjsonschema

Json = dict[str, Any]
Check = Callable[[Any], Any]

_PART = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


@cache
def _definitions() -> Json:
    merged: Json = {}
    for name in ("slack-types.json", "data-visualization.json"):
        text = files(f"{__package__}.schema").joinpath(name).read_text(encoding="utf-8")
        merged |= json.loads(text)["definitions"]
    return merged


@cache
def by_type(union: str) -> dict[str, list[str]]:
    """Definition names by the ``type`` that they describe, for every member of a union of Slack's types."""
    found: dict[str, list[str]] = {}
    for name in _members(union):
        definition = _definitions()[name]
        for shape in definition.get("anyOf", [definition]):
            kind = shape.get("properties", {}).get("type", {}).get("const")
            if kind and name not in found.setdefault(kind, []):
                found[kind].append(name)
    return found


def _members(name: str) -> list[str]:
    parts = [part["$ref"].rpartition("/")[2] for part in _definitions()[name].get("anyOf", []) if "$ref" in part]
    return [member for part in parts for member in _members(part)] if parts else [name]


@cache
def _compiled(name: str) -> Check:
    schema: Json = {"$ref": f"#/definitions/{name}", "definitions": _definitions()}
    if name in {"modal", "home"}:
        schema = {**_definitions()["Slack"]["properties"][name], "definitions": _definitions()}
    check: Check = fastjsonschema.compile(schema, use_default=False)
    return check


def pointer(path: list[str]) -> str:
    """A JSON pointer from the path of a checker's complaint, whose first part names the whole value."""
    return "".join(f"/{part}" for part in path[1:])


def complaint(name: str, value: Any) -> tuple[str, str] | None:
    """Where (JSON pointer in ``value``) and why a value is not of a type; None when it is."""
    try:
        _compiled(name)(value)
    except fastjsonschema.JsonSchemaValueException as error:
        return pointer(list(error.path)), _reason(error)
    return None


def _reason(error: fastjsonschema.JsonSchemaValueException) -> str:
    definition = error.definition if isinstance(error.definition, dict) else {}
    match error.rule:
        case "required":
            missing = [name for name in definition["required"] if name not in error.value]
            return f"missing required field: {missing[0]}"
        case "additionalProperties":
            extra = sorted(set(error.value) - set(definition.get("properties", {})))
            return f"invalid additional property: {extra[0]}" if extra else "invalid additional property"
        case "type":
            return f"must provide a {definition.get('type')}"
        case "anyOf":
            return "failed to match all allowed schemas"
        case "maxLength":
            return f"must be less than {definition['maxLength'] + 1} characters"
        case "minLength":
            return "must be more than 0 characters"
        case "maxItems":
            return f"no more than {definition['maxItems']} items allowed"
        case "minItems":
            return "must contain at least 1 item"
        case _:
            return "must be a valid value"


def deeper(name: str, value: Any, at: str) -> tuple[str, str]:
    """The same as ``complaint`` for a value that failed a union: asks the member of its ``type`` what is wrong."""
    kinds = by_type(name)
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in kinds:
        return at, f"unsupported type: {kind}"
    found = [complaint(member, value) for member in kinds[kind]]
    where, why = next((one for one in found if one is not None), ("", "failed to match all allowed schemas"))
    return at + where, why
