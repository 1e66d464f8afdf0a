"""A form shown again: everything typed stays, and what went wrong stands on top."""

import copy
from typing import Any

from messages.blocks import Block, section

_PROBLEM = "problem"


def again(view: Block, problem: str) -> Block:
    """The view a person has just sent, as a view to show: their values filled in, ``problem`` said first."""
    values = view.get("state", {}).get("values", {})
    blocks = [_refilled(block, values) for block in view["blocks"] if block.get("block_id") != _PROBLEM]
    shown: Block = {"type": "modal", "blocks": [section(f"⚠️ {problem}", block_id=_PROBLEM), *blocks]}
    for name in ("title", "submit", "close", "callback_id", "private_metadata", "notify_on_close"):
        if view.get(name):
            shown[name] = view[name]
    return shown


def _refilled(block: Block, values: dict[str, Any]) -> Block:
    if block.get("type") != "input":
        return block
    element = block["element"]
    state = values.get(block["block_id"], {}).get(element["action_id"])
    if state is None:
        return block
    filled = copy.deepcopy(block)
    for typed, initial in _INITIAL.items():
        if typed not in state:
            continue
        if state[typed]:
            filled["element"][initial] = state[typed]
        else:
            filled["element"].pop(initial, None)
    return filled


#: What an element reports, and how it is told to begin with that.
_INITIAL = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_date_time": "initial_date_time",
    "selected_date": "initial_date",
}
