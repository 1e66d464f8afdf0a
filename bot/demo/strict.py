"""What Slack refuses in a message or a view, in the words in which Slack refuses it.

``check_message`` and ``check_view`` need no server: any payload can be put to them.
"""

import json
from typing import Any, Literal

from . import types
from .sizes import check_part, check_text
from .types import Json

Surface = Literal["message", "modal", "home"]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250 * 1024
TEXT_CUT = 40_000
UPDATE_TEXT = 4_000
METADATA_BYTES = 16 * 1024
# Slack counts the text of all blocks together, at about 12,000 with something for each block, and does not say how.
# Reported measurements: 9,597 passed, 11,341 did not (slackapi/bolt-js issues 2509 and 2867); stay on the safe side.
BLOCKS_TEXT = 11_000
_ONLY_MESSAGES = {"table", "data_table", "data_visualization", "markdown", "context_actions", "task_card", "plan"}
_MOST_IN_A_MESSAGE = {"table": 1, "data_visualization": 2}


def _line(path: str, why: str) -> str:
    return f"[ERROR] {why} [json-pointer:{path}]"


def block_problems(blocks: Any, surface: Surface, root: str = "/blocks") -> list[str]:
    """Everything wrong with a list of blocks; empty when Slack would take it."""
    found: list[str] = []

    def report(path: str, why: str) -> None:
        found.append(_line(path, why))

    if not isinstance(blocks, list):
        return [_line(root, "must be an array")]
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    if len(blocks) > most:
        report(root, f"no more than {most} items allowed")
    ids: set[str] = set()
    counts: dict[str, int] = {}
    for place, block in enumerate(blocks):
        path = f"{root}/{place}"
        kind = block.get("type") if isinstance(block, dict) else None
        wrong = _type_problem(block, kind, path)
        if wrong:
            report(*wrong)
            continue
        kind = str(kind)
        counts[kind] = counts.get(kind, 0) + 1
        if surface != "message" and kind in _ONLY_MESSAGES:
            report(path, f"unsupported type: {kind}")
        check_part(block, path, report)
        block_id = block.get("block_id")
        if block_id and block_id in ids:
            report(f"{path}/block_id", f"block_id already exists: {block_id}")
        ids.add(block_id)
        _same_action(block, path, found)
    for kind, limit in _MOST_IN_A_MESSAGE.items():
        if counts.get(kind, 0) > limit:
            report(root, f"no more than {limit} blocks of type {kind} allowed")
    return found


def _type_problem(block: Any, kind: Any, path: str) -> tuple[str, str] | None:
    if kind == "data_visualization":
        names = ["DataVisualizationBlock"]
    else:
        names = types.by_type("KnownBlock").get(kind, []) if isinstance(kind, str) else []
    if not names:
        return path, f"unsupported type: {kind}"
    wrong = types.complaint(names[0], block)
    if wrong is None:
        return None
    where, why = wrong
    if kind == "data_visualization" and where == "/chart":
        shape = "PieChart" if _inside(block, where).get("type") == "pie" else "SeriesChart"
        inner = types.complaint(shape, _inside(block, where))
        return (path + where + inner[0], inner[1]) if inner else (path + where, why)
    union = _UNIONS.get((str(kind), where.split("/")[1] if where else ""))
    if union and why.startswith("failed"):
        return types.deeper(union, _inside(block, where), path + where)
    return path + where, why


_UNIONS = {
    ("actions", "elements"): "ActionsBlockElement",
    ("context", "elements"): "ContextBlockElement",
    ("section", "accessory"): "SectionBlockAccessory",
    ("section", "text"): "TextObject",
    ("section", "fields"): "TextObject",
    ("input", "element"): "InputBlockElement",
}


def _inside(value: Any, where: str) -> Any:
    for part in where.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value.get(part)
    return value


def _same_action(block: Json, path: str, found: list[str]) -> None:
    elements = block.get("elements") if block["type"] in {"actions", "context_actions"} else None
    if elements and len(elements) > 1:
        given = [element["action_id"] for element in elements if element.get("action_id")]
        if len(given) != len(set(given)):
            found.append(_line(f"{path}/elements", "action_id already exists"))


def blocks_text(value: Any) -> int:
    """How many characters the blocks show, all together."""
    if isinstance(value, list):
        return sum(blocks_text(part) for part in value)
    if isinstance(value, dict):
        return sum(
            len(part) if name == "text" and isinstance(part, str) else blocks_text(part)
            for name, part in value.items()
            if isinstance(part, dict | list) or name == "text"
        )
    return 0


def metadata_problems(metadata: Any) -> list[str]:
    """What Slack refuses in message metadata: other types, other fields, more than 16 KB."""
    wrong = types.complaint("MessageMetadata", metadata)
    if wrong:
        return [_line(f"/metadata{wrong[0]}", wrong[1])]
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        return [_line("/metadata", "metadata_too_large")]
    return []


def check_message(payload: Json) -> list[str]:
    """Everything Slack would refuse, cut or complain about in a message; the fallback ``text`` is asked for."""
    found: list[str] = []
    text, blocks = payload.get("text"), payload.get("blocks")
    if not text:
        found.append(_line("/text", "missing fallback text" if blocks else "no_text"))
    elif len(text) > TEXT_CUT:
        found.append(_line("/text", f"msg_too_long: must be less than {TEXT_CUT + 1} characters"))
    if blocks is not None:
        found += block_problems(blocks, "message")
        if blocks_text(blocks) > BLOCKS_TEXT:
            found.append(_line("/blocks", "msg_blocks_too_long"))
    if payload.get("metadata") is not None:
        found += metadata_problems(payload["metadata"])
    return found


def check_view(view: Json) -> list[str]:
    """Everything Slack would refuse in a modal or an App Home."""
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in {"modal", "home"}:
        return [_line("/view/type", "must be a valid enum value")]
    wrong = types.complaint(str(kind), view)
    if wrong:
        return [_line(f"/view{wrong[0]}", wrong[1])]
    found: list[str] = []

    def report(path: str, why: str) -> None:
        found.append(_line(path, why))

    for name in ("title", "submit", "close"):
        if name in view:
            check_text(view[name], 24, f"/view/{name}", report)
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if len(view.get(name) or "") > most:
            report(f"/view/{name}", f"must be less than {most + 1} characters")
    blocks = view["blocks"]
    found += block_problems(blocks, "modal" if kind == "modal" else "home", "/view/blocks")
    inputs = [block for block in blocks if block.get("type") == "input"]
    if kind == "modal" and inputs and "submit" not in view:
        report("/view", "missing required field: submit")
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        report("/view", "view_too_large")
    return found
