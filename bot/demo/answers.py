"""What the bot says in answer to an interaction: in its acknowledgement, or later through a response URL."""

from typing import Any

from .api.chat import checked_content, thread_of
from .api.views import checked_view
from .channels import Channel, Json
from .core import Core
from .errors import SlackError
from .tickets import ResponseUrl
from .views import STACK, OpenView


def say_back(core: Core, user: str, channel: Channel, body: Json) -> None:
    """Show a message that answers an interaction: to that person, or ``in_channel``. Raises SlackError.

    As in Slack it lands in the channel, also when a message in a thread was pressed, unless ``thread_ts`` is given.
    """
    text, blocks = checked_content(core, "response", body)
    thread_ts = thread_of(channel, body)
    if body.get("response_type") == "in_channel":
        core.workspace.post(channel, core.workspace.bot.id, text, blocks=blocks, thread_ts=thread_ts)
    else:
        core.workspace.whisper(channel, user, text, blocks=blocks, thread_ts=thread_ts)


def through_url(core: Core, name: str, body: Json) -> Json:
    """Use a response URL: a new message, or ``replace_original`` / ``delete_original``. Raises SlackError."""
    with core.workspace.lock:
        url = core.tickets.answer(name)
        channel = core.workspace.channels[url.channel]
        if _true(body.get("delete_original")):
            _delete(core, url, channel)
        elif _true(body.get("replace_original")):
            text, blocks = checked_content(core, "response_url", body)
            _replace(core, url, channel, {"text": text, "blocks": blocks})
        else:
            say_back(core, url.user, channel, body)
        return {}


def _true(value: Any) -> bool:
    return str(value).lower() == "true"


def _original(core: Core, url: ResponseUrl, channel: Channel) -> Json:
    message = core.workspace.message_at(url.user, channel, url.ts or "")
    if message is None:
        raise SlackError("message_not_found")
    return message


def _replace(core: Core, url: ResponseUrl, channel: Channel, changes: Json) -> None:
    message = _original(core, url, channel)
    if not message.get("ephemeral"):
        core.workspace.edit(channel, message, changes)
        return
    message.pop("blocks", None)
    message.update({name: value for name, value in changes.items() if value is not None})
    core.workspace.emit({"type": "ephemeral", "channel": channel.id, "message": dict(message)}, [url.user])


def _delete(core: Core, url: ResponseUrl, channel: Channel) -> None:
    message = _original(core, url, channel)
    if not message.get("ephemeral"):
        core.workspace.delete(channel, message["ts"])
        return
    core.workspace.whispered(url.user, channel.id).remove(message)
    core.workspace.emit({"type": "message_deleted", "channel": channel.id, "ts": message["ts"]}, [url.user])


def after_submission(core: Core, opened: OpenView, body: Json | None) -> list[OpenView]:
    """Do what the acknowledgement of a view submission asks; gives back the views that it closed.

    Raises SlackError when Slack would show "trouble connecting" instead: an unknown action, a bad view, an error on
    a block that is not a field.
    """
    views = core.workspace.views
    action = body.get("response_action") if body else None
    if body is None or action is None:
        return views.close(opened)
    if action == "clear":
        return views.clear(opened.user)
    if action == "errors":
        _show_errors(opened, body.get("errors"))
    elif action == "update":
        core.make_view(opened.user, checked_view(core, body.get("view"), "modal", ignore=opened), instead=opened)
    elif action == "push":
        if len(views.stack(opened.user)) >= STACK:
            raise SlackError("push_limit_reached")
        views.push(core.make_view(opened.user, checked_view(core, body.get("view"), "modal"), above=opened))
    else:
        raise SlackError("invalid_response_action")
    return []


def _show_errors(opened: OpenView, errors: Any) -> None:
    fields = {block["block_id"] for block in opened.view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= fields:
        raise SlackError("invalid_errors")
    opened.errors = {str(block_id): str(text) for block_id, text in errors.items()}
