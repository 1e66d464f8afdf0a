"""Elements with which an hour, a channel or several people are picked."""

from collections.abc import Sequence

from messages.blocks import Element, plain


def hour(action: str, initial: str = "") -> Element:
    """An hour of the day, ``initial`` as "18:00"."""
    element: Element = {"type": "timepicker", "action_id": action, "placeholder": plain("Elige una hora", 150)}
    if initial:
        element["initial_time"] = initial
    return element


def channel(action: str, initial: str = "") -> Element:
    """A channel of ours: none that is shared with another organisation."""
    element: Element = {
        "type": "conversations_select",
        "action_id": action,
        "placeholder": plain("Elige un canal", 150),
        "filter": {
            "include": ["public", "private"],
            "exclude_external_shared_channels": True,
            "exclude_bot_users": True,
        },
    }
    if initial:
        element["initial_conversation"] = initial
    return element


def several_people(action: str, initial: Sequence[str], most: int) -> Element:
    element: Element = {
        "type": "multi_users_select",
        "action_id": action,
        "placeholder": plain("Elige a una o varias personas", 150),
        "max_selected_items": most,
    }
    if initial:
        element["initial_users"] = list(initial)
    return element
