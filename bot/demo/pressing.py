"""What people do inside messages and forms: press, choose, type, send and close."""

from typing import Any

from . import forms, payloads, sizes
from .answers import after_submission
from .channels import Channel, Json
from .core import Core
from .delivery import Outcome
from .errors import DemoError, SlackError
from .forms import Key
from .views import OpenView

Values = dict[str, dict[str, Any]]


class Pressing(Core):
    """The person's hand on the mouse.

    What a person chooses in a message is remembered per message, as Slack does, and travels in ``state``.
    """

    def click(
        self,
        user: str,
        *,
        action_id: str,
        channel: str | None = None,
        ts: str | None = None,
        view_id: str | None = None,
        block_id: str | None = None,
        value: Any = None,
        stale: bool = False,
    ) -> Outcome:
        """Press a button or choose ``value`` (option value, date, user…) in a message or a view.

        ``stale`` presses what stood there before the last change, as a person does who was a moment too late.
        """
        member = self.person(user)
        if view_id is not None:
            opened = self._open(user, view_id)
            shown = opened.before if stale else opened.view["blocks"]
            block, element = forms.find(shown, action_id, block_id)
            action = self._action(block, element, value, opened.typed, opened.suggested)
            container: Json = {"type": "view", "view_id": opened.id}
            surroundings: Json = {"view": opened.as_slack()}
            trigger = self.tickets.trigger(user, opened.id)
        else:
            where, message = self._message(user, channel or "", ts or "")
            shown = where.before.get(message["ts"], []) if stale else message.get("blocks") or []
            block, element = forms.find(shown, action_id, block_id)
            typed = self._chosen.setdefault((user, message["ts"]), {})
            action = self._action(block, element, value, typed, self._fetched.get((user, message["ts"]), {}))
            container, surroundings = self._around(user, where, message, typed)
            trigger = self.tickets.trigger(user)
        payload = payloads.block_actions(
            self.workspace, member, container=container, action=action, trigger=trigger, surroundings=surroundings
        )
        return self.deliver(user, "interactive", payload)

    def _action(
        self, block: Json, element: Json, value: Any, typed: dict[Key, Json], suggested: dict[Key, list[Json]]
    ) -> Json:
        key = (block["block_id"], element["action_id"])
        fields = payloads.element_fields(element)
        if element["type"] not in {"button", "workflow_button", "icon_button"}:
            state = forms.picked(element, value, suggested.get(key, []))
            fields |= state
            if element["type"] != "overflow":
                typed[key] = state
        return {**fields, "block_id": block["block_id"]}

    def _around(self, user: str, where: Channel, message: Json, typed: dict[Key, Json]) -> tuple[Json, Json]:
        ts, quiet = message["ts"], bool(message.get("ephemeral"))
        container: Json = {"type": "message", "message_ts": ts, "channel_id": where.id, "is_ephemeral": quiet}
        surroundings: Json = {
            "channel": {"id": where.id, "name": payloads.channel_label(where)},
            "state": {"values": forms.state_values(message.get("blocks") or [], typed)},
            "response_url": self.response_url(user, where, ts),
        }
        if message.get("thread_ts"):
            container["thread_ts"] = message["thread_ts"]
        if not quiet:  # Slack does not send back what it never stored
            surroundings["message"] = where.shown(message)
        return container, surroundings

    def _message(self, user: str, channel: str, ts: str) -> tuple[Channel, Json]:
        where = self.workspace.channel_for(user, channel)
        message = self.workspace.message_at(user, where, ts)
        if message is None:
            raise DemoError("message_not_found")
        return where, message

    def _open(self, user: str, view_id: str) -> OpenView:
        opened = self.workspace.views.find(view_id)
        if opened is None or opened.user != user:
            raise DemoError("view_not_found")
        return opened

    def type_into(self, user: str, view_id: str, block_id: str, action_id: str, value: Any) -> None:
        """Put something in a field of an open view; nothing is sent."""
        opened = self._open(user, view_id)
        _, element = forms.find(opened.view["blocks"], action_id, block_id)
        key = (block_id, action_id)
        opened.typed[key] = forms.picked(element, value, opened.suggested.get(key, []))

    def fill(self, user: str, view_id: str, values: Values) -> None:
        """Put several things in an open view at once: values by block_id and action_id."""
        opened = self._open(user, view_id)
        _fill(opened.view["blocks"], values, opened.typed, opened.suggested)

    def choose(self, user: str, channel: str, ts: str, values: Values) -> None:
        """The same in a message; nothing is sent."""
        _, message = self._message(user, channel, ts)
        key = (user, message["ts"])
        _fill(message.get("blocks") or [], values, self._chosen.setdefault(key, {}), self._fetched.get(key, {}))

    def submit(self, user: str, view_id: str) -> Outcome:
        """Send a form. What Slack itself refuses is shown on the fields and not sent (``error`` ``invalid_fields``)."""
        member, opened = self.person(user), self._open(user, view_id)
        opened.errors = forms.problems(opened.view["blocks"], opened.typed)
        if opened.errors:
            self.show_views(user)
            return Outcome(False, 0.0, None, "invalid_fields")
        trigger = self.tickets.trigger(user, view_id)
        payload = payloads.view_submission(self.workspace, member, opened.as_slack(), trigger)
        outcome = self.deliver(user, "interactive", payload)
        if outcome.acked:
            with self.workspace.lock:
                try:
                    after_submission(self, opened, outcome.body)
                except SlackError as error:
                    outcome.error = error.name
                    self.complain("view_submission", f"answer refused: {error.name} {error.messages}")
        self.show_views(user)
        return outcome

    def close_view(self, user: str, view_id: str) -> None:
        """Close a modal with its button or Esc; ``clear_on_close`` closes the ones below as well."""
        member, opened = self.person(user), self._open(user, view_id)
        views = self.workspace.views
        with self.workspace.lock:
            cleared = bool(opened.view["clear_on_close"])
            closed = views.clear(user) if cleared else views.close(opened)
            told = [one.as_slack() for one in reversed(closed) if one.view["notify_on_close"]]
        self.show_views(user)
        for view in told:
            payload = payloads.view_closed(self.workspace, member, view, cleared=cleared)
            self.later(self.delivery.send("interactive", payload))

    def suggest(
        self,
        user: str,
        *,
        action_id: str,
        query: str,
        view_id: str | None = None,
        channel: str | None = None,
        ts: str | None = None,
        block_id: str | None = None,
    ) -> list[Json]:
        """Type in a select whose options come from the app; gives back the options (of groups too) that it offers."""
        member = self.person(user)
        if view_id is not None:
            opened = self._open(user, view_id)
            block, element = forms.find(opened.view["blocks"], action_id, block_id)
            container: Json = {"type": "view", "view_id": opened.id}
            surroundings: Json = {"view": opened.as_slack()}
            known = opened.suggested
        else:
            where, message = self._message(user, channel or "", ts or "")
            block, element = forms.find(message.get("blocks") or [], action_id, block_id)
            container, surroundings = self._around(user, where, message, {})
            surroundings.pop("response_url")
            known = self._fetched.setdefault((user, message["ts"]), {})
        if len(query) < element.get("min_query_length", 3):
            return []
        payload = payloads.block_suggestion(
            self.workspace,
            member,
            container=container,
            action_id=element["action_id"],
            block_id=block["block_id"],
            query=query,
            surroundings=surroundings,
        )
        outcome = self.deliver(user, "interactive", payload)
        options = self._offered(outcome)
        known[block["block_id"], element["action_id"]] = options
        return options

    def _offered(self, outcome: Outcome) -> list[Json]:
        body = outcome.body or {}
        groups = body.get("option_groups") or []
        options = [*(body.get("options") or []), *(option for group in groups for option in group["options"])]
        wrong: list[str] = []
        for place, option in enumerate(options):
            sizes.check_option(option, f"/options/{place}", lambda path, why: wrong.append(f"{path} {why}"))
        if len(options) > sizes.OPTIONS:
            wrong.append(f"/options no more than {sizes.OPTIONS} items allowed")
        if wrong:
            self.complain("block_suggestion", "; ".join(wrong))
            return []
        return options


def _fill(blocks: list[Json], values: Values, typed: dict[Key, Json], suggested: dict[Key, list[Json]]) -> None:
    """What the page still holds of a field, or of an option, that the app has just taken away is left out."""
    for block, element in forms.elements(blocks):
        key = (block["block_id"], element["action_id"])
        inside = values.get(key[0]) or {}
        if key[1] not in inside or forms.initial_state(element) is None:
            continue
        try:
            typed[key] = forms.picked(element, inside[key[1]], suggested.get(key, []))
        except DemoError as error:
            if error.name != "no_such_option":
                raise
