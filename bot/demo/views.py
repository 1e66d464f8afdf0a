"""Modals and App Home, with what each person has typed in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .forms import Json, Key, elements, state_values

STACK = 3  # slack-facts.md "Sizes": a view stack of 3


@dataclass
class OpenView:
    """A view in front of one person. ``typed`` holds element states by (block_id, action_id)."""

    user: str
    view: Json
    typed: dict[Key, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    suggested: dict[Key, list[Json]] = field(default_factory=dict)
    before: list[Json] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Slack's id of the view."""
        return str(self.view["id"])

    def as_slack(self) -> Json:
        """The view object of payloads and answers, with the state of its inputs."""
        return {**self.view, "state": {"values": state_values(self.view["blocks"], self.typed)}}

    def as_seen(self) -> Json:
        """The same with the errors that the person sees under the fields."""
        return {**self.as_slack(), "errors": dict(self.errors)}

    def replace(self, view: Json) -> None:
        """Show other content; what was typed stays where the same block and action still stand, as Slack does."""
        kinds = {
            (block["block_id"], element["action_id"]): element["type"] for block, element in elements(view["blocks"])
        }
        self.typed = {key: state for key, state in self.typed.items() if kinds.get(key) == state["type"]}
        self.before = self.view["blocks"]
        self.view = view
        self.errors = {}


class ViewBook:
    """Every open modal and every published App Home."""

    def __init__(self) -> None:
        self.stacks: dict[str, list[OpenView]] = {}
        self.homes: dict[str, OpenView] = {}
        self._by_id: dict[str, OpenView] = {}

    def __iter__(self) -> Iterator[OpenView]:
        return iter(self._by_id.values())

    def find(self, view_id: str) -> OpenView | None:
        """An open view or a published home, by id."""
        return self._by_id.get(view_id)

    def by_external_id(self, external_id: str) -> OpenView | None:
        """An open view by the id that the app chose."""
        return next((view for view in self if view.view["external_id"] == external_id), None)

    def stack(self, user: str) -> list[OpenView]:
        """A person's modals, the one on top last."""
        return self.stacks.get(user, [])

    def push(self, opened: OpenView) -> None:
        """Put a modal on top of the person's stack."""
        self.stacks.setdefault(opened.user, []).append(opened)
        self._by_id[opened.id] = opened

    def close(self, opened: OpenView) -> list[OpenView]:
        """Close a modal and whatever is above it; gives back what was closed."""
        stack = self.stacks.get(opened.user, [])
        if opened not in stack:
            return []
        place = stack.index(opened)
        closed = stack[place:]
        del stack[place:]
        for one in closed:
            self._by_id.pop(one.id, None)
        return closed

    def clear(self, user: str) -> list[OpenView]:
        """Close every modal of a person."""
        stack = self.stacks.get(user)
        return self.close(stack[0]) if stack else []

    def publish(self, home: OpenView) -> None:
        """Set a person's App Home."""
        self.homes[home.user] = home
        self._by_id[home.id] = home


def new_view(
    view: Json, *, view_id: str, team: str, app: str, bot: str, stamp: str, root: str, previous: str | None
) -> Json:
    """What the app sent, completed with everything that Slack puts beside it."""
    modal: dict[str, Any] = {}
    if view["type"] == "modal":
        modal = {
            "title": view["title"],
            "close": view.get("close"),
            "submit": view.get("submit"),
            "clear_on_close": bool(view.get("clear_on_close")),
            "notify_on_close": bool(view.get("notify_on_close")),
        }
    else:
        modal = {"title": None, "close": None, "submit": None, "clear_on_close": False, "notify_on_close": False}
    return {
        "id": view_id,
        "team_id": team,
        "type": view["type"],
        "blocks": view["blocks"],
        "private_metadata": view.get("private_metadata") or "",
        "callback_id": view.get("callback_id") or "",
        "hash": stamp,
        **modal,
        "previous_view_id": previous,
        "root_view_id": root,
        "app_id": app,
        "external_id": view.get("external_id") or "",
        "app_installed_team_id": team,
        "bot_id": bot,
    }
