"""The outbound side of Slack: posts, updates, views and people. Slack's errors become ours.

No client here retries a dropped connection by itself: Slack may have stored the post before the line was cut.
What happened is told by the three errors below, and the outbox decides.
"""

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.domain.people import Person
from messages.blocks import Message

#: What marks a message as the bot's own delivery.
METADATA_EVENT = "incidente_delivery"
#: Our clock and Slack's may differ: a lookup starts this much before the first attempt.
CLOCK_SLACK = timedelta(minutes=5)
#: Statuses that Slack itself offers for "on holiday" and "out sick".
AWAY_STATUSES = {":palm_tree:", ":face_with_thermometer:"}
#: Seconds; the SDK's annotation knows whole ones only.
_GLANCE: Any = 1.5
_UPLOAD_TIMEOUT = 8
#: What Slack answers to a kind of block that it does not know, or not yet.
INVALID_BLOCKS = "invalid_blocks"
_PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}


class SlackError(Exception):
    """Slack did not do what was asked."""


class NotNow(SlackError):
    """Slack asked us to wait; nothing was done. ``retry_after`` in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"asked to wait {retry_after} s")
        self.retry_after = retry_after


class Uncertain(SlackError):
    """The line broke or Slack failed: it may or may not have been done."""


class Rejected(SlackError):
    """Slack said no; nothing was done. ``code`` is Slack's word for why."""

    def __init__(self, code: str, messages: tuple[str, ...] = ()) -> None:
        super().__init__(" ".join((code, *messages)))
        self.code = code


@dataclass(frozen=True)
class Posted:
    channel: str
    ts: str


@dataclass(frozen=True)
class Channel:
    """What matters before something is published in a channel."""

    has_bot: bool
    is_shared: bool
    is_archived: bool


class Slack:
    """One workspace's Web API. ``timeout`` in seconds, for each call."""

    def __init__(self, token: str, base_url: str, *, timeout: int = 8, hasty_timeout: int = 3) -> None:
        self._client = WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])
        # A view opens within the three seconds its trigger lives, or not at all.
        self._hasty = WebClient(token=token, base_url=base_url, timeout=hasty_timeout, retry_handlers=[])
        # Who somebody is, asked while they wait: what is left of the three seconds belongs to the database.
        self._glance = WebClient(token=token, base_url=base_url, timeout=_GLANCE, retry_handlers=[])
        self._direct: dict[str, str] = {}

    def identity(self) -> tuple[str, str]:
        """(workspace id, the bot's own user id)."""
        answer = _call(self._client.auth_test)
        return str(answer["team_id"]), str(answer["user_id"])

    def direct_channel(self, user: str) -> str:
        """The direct-message channel with a person; ids never change, so one look-up is enough."""
        if user not in self._direct:
            self._direct[user] = str(_call(self._client.conversations_open, users=user)["channel"]["id"])
        return self._direct[user]

    def post(self, channel: str, message: Message, token: str, *, thread_ts: str | None = None) -> Posted:
        """Posts with ``token`` in the metadata, by which ``find`` knows the message again."""
        answer = _call(
            self._client.chat_postMessage,
            channel=channel,
            thread_ts=thread_ts,
            metadata={"event_type": METADATA_EVENT, "event_payload": {"id": token}},
            unfurl_links=False,
            unfurl_media=False,
            **message.arguments(),
        )
        return Posted(str(answer["channel"]), str(answer["ts"]))

    def update(self, channel: str, ts: str, message: Message) -> None:
        _call(self._client.chat_update, channel=channel, ts=ts, **message.arguments())

    def find(self, channel: str, token: str, since: datetime, *, thread_ts: str | None = None) -> str | None:
        """The ts of the message that carries ``token``, or None: asked before anything unsure is sent again."""
        oldest = str((since - CLOCK_SLACK).timestamp())
        arguments: dict[str, Any] = {"channel": channel, "oldest": oldest, "limit": 200, "include_all_metadata": True}
        method: Callable[..., SlackResponse] = self._client.conversations_history
        if thread_ts is not None:
            method, arguments = self._client.conversations_replies, {**arguments, "ts": thread_ts}
        while True:
            answer = _call(method, **arguments)
            found: list[dict[str, Any]] = answer.get("messages") or []
            for message in found:
                metadata = message.get("metadata") or {}
                if metadata.get("event_payload", {}).get("id") == token:
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            arguments["cursor"] = cursor

    def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> str:
        return str(_call(self._hasty.views_open, trigger_id=trigger_id, view=view)["view"]["id"])

    def push_view(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        _call(self._hasty.views_push, trigger_id=trigger_id, view=view)

    def update_view(self, view_id: str, view: Mapping[str, Any]) -> None:
        _call(self._hasty.views_update, view_id=view_id, view=view)

    def publish_home(self, user: str, view: Mapping[str, Any]) -> None:
        _call(self._client.views_publish, user_id=user, view=view)

    def whisper(self, response_url: str, message: Message, *, replace: bool = False) -> None:
        """Answers one person, where they pressed or typed (response URLs: 30 minutes, 5 uses).

        Where Slack takes no charts, without them.
        """
        webhook = WebhookClient(response_url, timeout=3, retry_handlers=[])
        shown = message.arguments()
        try:
            answer = webhook.send(
                text=shown["text"],
                blocks=shown["blocks"] or None,
                response_type="ephemeral",
                replace_original=replace,
            )
        except (OSError, http.client.HTTPException, SlackClientError) as error:
            raise Uncertain(str(error)) from error
        plainer = message.without_charts()
        if INVALID_BLOCKS in answer.body and len(plainer.blocks) < len(message.blocks):
            self.whisper(response_url, plainer, replace=replace)
        elif answer.status_code != 200:
            raise Rejected(answer.body[:80])

    def upload(self, channel: str, name: str, content: str | bytes) -> None:
        """Puts a file into a channel, in the three steps Slack asks for."""
        content = content.encode() if isinstance(content, str) else content
        ticket = _call(self._client.files_getUploadURLExternal, filename=name, length=len(content))
        address = str(ticket["upload_url"])
        if not address.startswith(("https://", "http://")):
            raise Rejected("invalid_upload_url")
        try:
            with urlopen(Request(address, data=content, method="POST"), timeout=_UPLOAD_TIMEOUT):  # noqa: S310 - checked
                pass
        except (OSError, http.client.HTTPException) as error:
            raise Uncertain(f"{type(error).__name__}: {error}") from error
        files = [{"id": ticket["file_id"], "title": name}]
        _call(self._client.files_completeUploadExternal, files=files, channel_id=channel)

    def person(self, workspace_id: str, user: str, now: datetime) -> Person:
        found = _call(self._glance.users_info, user=user)["user"]
        profile = found.get("profile", {})
        return Person(
            workspace_id=workspace_id,
            user=user,
            name=profile.get("real_name") or found.get("real_name") or found.get("name") or user,
            email=profile.get("email") or "",
            zone=found.get("tz") or "",
            is_admin=bool(found.get("is_admin") or found.get("is_owner")),
            is_guest=bool(found.get("is_restricted") or found.get("is_ultra_restricted")),
            is_stranger=bool(found.get("is_stranger")) or found.get("team_id", workspace_id) != workspace_id,
            is_gone=bool(found.get("deleted") or found.get("is_bot")),
            away=profile.get("status_emoji") in AWAY_STATUSES,
            seen_at=now,
        )

    def is_shared(self, channel: str) -> bool:
        """Whether people of another organisation read this channel."""
        found = _call(self._glance.conversations_info, channel=channel)["channel"]
        return _is_shared(found)

    def channel(self, channel: str) -> Channel:
        """A channel as it stands. One that the bot cannot look at is one that it is not in."""
        try:
            found = _call(self._glance.conversations_info, channel=channel)["channel"]
        except Rejected as error:
            if error.code in {"channel_not_found", "not_in_channel"}:
                return Channel(has_bot=False, is_shared=False, is_archived=False)
            raise
        return Channel(
            has_bot=bool(found.get("is_member")),
            is_shared=_is_shared(found),
            is_archived=bool(found.get("is_archived")),
        )


def _is_shared(found: Mapping[str, Any]) -> bool:
    return bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))


def _call(method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    try:
        return method(**{name: value for name, value in arguments.items() if value is not None})
    except SlackApiError as error:
        raise _translated(error) from error
    except (URLError, OSError, http.client.HTTPException, SlackClientError, ValueError) as error:
        raise Uncertain(f"{type(error).__name__}: {error}") from error


def _translated(error: SlackApiError) -> SlackError:
    response = error.response
    status = response.status_code if isinstance(response, SlackResponse) else 0
    code = str(response.get("error", "")) if isinstance(response, SlackResponse) else ""
    if status == 429 or code == "ratelimited":
        headers = {name.lower(): value for name, value in response.headers.items()}
        return NotNow(float(headers.get("retry-after", "30")))
    if status >= 500 or code in _PASSING or not code:
        return Uncertain(code or f"status {status}")
    messages = (response.get("response_metadata") or {}).get("messages") or []
    return Rejected(code, tuple(str(message) for message in messages[:3]))
