"""What every listener is given: the desk, Slack, who people are, and how to read what a person filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.desk import Desk
from bot.directory import Directory
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor
from bot.homes import Homes
from bot.slack import Slack
from messages.blocks import Block, Message
from messages.times import When

Body = dict[str, Any]


@dataclass(frozen=True)
class Tools:
    """``can_send``: whether there is a mail server to send e-mails through."""

    desk: Desk
    slack: Slack
    directory: Directory
    homes: Homes
    can_send: bool

    @property
    def region(self) -> str:
        """The country whose phone numbers may be written without a prefix."""
        return self.desk.policy.region

    def actor(self, body: Body) -> Actor:
        """Whoever sent this, as Slack describes them."""
        return self.directory.actor(*whose(body))

    def require_colleague(self, workspace_id: str, user: str, field: str) -> None:
        """Raises Refused on ``field`` where this person could not look after a client: gone, a guest, from outside."""
        try:
            person = self.directory.person(workspace_id, user)
        except Refused as error:
            raise Refused(error.why, field=field, who=user) from error
        if not person.can_take_over():
            raise Refused(Why.PERSON_GONE, field=field, who=user)

    def when(self) -> When:
        return When(self.desk.now(), self.desk.policy.zone)

    def show(self, body: Body, view: Block) -> None:
        """Shows a view: on top of the one it was asked from, or as a new one."""
        if body.get("view", {}).get("type") == "modal":
            self.slack.push_view(body["trigger_id"], view)
        else:
            self.slack.open_view(body["trigger_id"], view)

    def answer(self, body: Body, message: Message, *, replace: bool = False) -> None:
        """Answers the caller alone, where they typed or pressed."""
        self.slack.whisper(body["response_url"], message, replace=replace)


def whose(body: Body) -> tuple[str, str]:
    """The workspace and the user a payload comes from."""
    user = body.get("user")
    if isinstance(user, Mapping):
        team = body.get("team") or {}
        return str(team.get("id") or user.get("team_id") or body.get("team_id") or ""), str(user["id"])
    return str(body["team_id"]), str(body["user_id"])


def pressed(body: Body) -> str:
    """The value of the button that was pressed."""
    return str(body["actions"][0].get("value", ""))


def number(text: str) -> int:
    """A number our own button carries. Raises Refused(NOT_FOUND) for anything else."""
    if not text.isdecimal() or len(text) > 9:
        raise Refused(Why.NOT_FOUND)
    return int(text)


class Values:
    """What stands in a form: its fields by the name that is both ``block_id`` and ``action_id``."""

    def __init__(self, view: Body) -> None:
        self._values: dict[str, dict[str, Any]] = view.get("state", {}).get("values", {})
        self._elements = {one.get("block_id"): one.get("element", {}) for one in view.get("blocks", [])}

    def _get(self, name: str, key: str) -> Any:
        return (self._values.get(name, {}).get(name) or {}).get(key)

    def text(self, name: str) -> str:
        return str(self._get(name, "value") or "").strip()

    def plainly(self, name: str) -> str:
        """What stands in a field of any kind, as text; several things with a space between them."""
        option = self._get(name, "selected_option")
        if option:
            return str(option["value"])
        several = sorted(self.ticked(name)) or self._get(name, "selected_users") or []
        single = (self._get(name, key) for key in ("selected_user", "selected_conversation", "selected_time"))
        return " ".join(map(str, several)) or next((str(one) for one in single if one), self.text(name))

    def new_ids(self, name: str) -> list[str]:
        """The people or the channel in a field that did not stand there when the form was shown."""
        element = self._elements.get(name, {})
        drawn = {
            *(element.get("initial_users") or []),
            element.get("initial_user"),
            element.get("initial_conversation"),
        }
        return [one for one in self.plainly(name).split() if one not in drawn]

    def drawn(self, name: str) -> str:
        """The text that stood in a field when its form was shown."""
        return str(self._elements.get(name, {}).get("initial_value") or "")

    def chosen(self, name: str) -> str | None:
        option = self._get(name, "selected_option")
        return str(option["value"]) if option else None

    def label(self, name: str) -> str:
        """The visible text of the chosen option."""
        option = self._get(name, "selected_option")
        return str(option["text"]["text"]) if option else ""

    def ticked(self, name: str) -> set[str]:
        return {str(option["value"]) for option in self._get(name, "selected_options") or []}

    def user(self, name: str) -> str | None:
        found = self._get(name, "selected_user")
        return str(found) if found else None

    def newly_chosen_user(self, name: str) -> str | None:
        """The chosen user, unless it is the one that stood there when the form was shown."""
        found = self.user(name)
        return None if found == self._elements.get(name, {}).get("initial_user") else found

    def moment(self, name: str) -> datetime | None:
        stamp = self._get(name, "selected_date_time")
        return datetime.fromtimestamp(int(stamp), UTC) if stamp else None

    def day(self, name: str) -> date | None:
        found = self._get(name, "selected_date")
        return date.fromisoformat(found) if found else None

    def starting(self, prefix: str) -> str | None:
        """The one field whose name begins so: a field that is made anew when what it hangs on changes."""
        return next((name for name in self._values if name.startswith(prefix)), None)
