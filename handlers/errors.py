"""What a person is told when something is refused or fails: one place for all listeners.

On a form, the sentence stands on its field, or on top with everything typed kept; otherwise it is a whisper
to whoever pressed or typed.
"""

import json
import logging
import secrets
from typing import Any

from slack_bolt import App, BoltResponse

from bot.domain.errors import Refused, Unavailable, Why
from bot.slack import SlackError
from handlers.tools import Body, Tools
from messages import closing, forms, refusals
from messages.blocks import Message, modal, section

log = logging.getLogger(__name__)


def register(app: App, tools: Tools) -> None:
    @app.error
    def explain(error: Exception, body: Body) -> BoltResponse | None:
        sentence = _sentence(error, tools)
        if body.get("type") == "view_submission":
            return _on_form(error, sentence, body)
        if body.get("type") in {"block_suggestion", "event_callback"}:
            return BoltResponse(status=200, body=json.dumps({"options": []}))
        try:
            _aside(error, sentence, body, tools)
        except SlackError as failure:
            log.warning("could not tell the person: %s", failure)
        return BoltResponse(status=200, body="")


def _sentence(error: Exception, tools: Tools) -> str:
    if isinstance(error, Refused):
        return refusals.sentence(error, tools.when())
    if isinstance(error, Unavailable | SlackError):
        log.warning("told the person to try again: %r", error)
        return refusals.NOT_ANSWERED
    reference = secrets.token_hex(3)
    log.error("unexpected failure, reference %s", reference, exc_info=error)
    return refusals.unexpected(reference)


def _on_form(error: Exception, sentence: str, body: Body) -> BoltResponse:
    view = body["view"]
    if isinstance(error, Unavailable | SlackError):
        sentence = refusals.NOT_SAVED
    field = str(error.details.get("field", "")) if isinstance(error, Refused) else ""
    block = next((one["block_id"] for one in view["blocks"] if one.get("block_id") == field), None)
    answer: dict[str, Any]
    if block is not None:
        answer = {"response_action": "errors", "errors": {block: sentence}}
    elif isinstance(error, Refused) and error.why in _FINAL:
        answer = {"response_action": "update", "view": modal("No hace falta", [section(sentence)])}
    else:
        answer = {"response_action": "update", "view": forms.again(view, sentence)}
    return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": ["application/json"]})


#: Refusals after which trying again is of no use: the form gives way to the sentence.
_FINAL = {
    Why.ALREADY_TOLD,
    Why.NOTICE_REPLACED,
    Why.CLOSED,
    Why.ALREADY_OPEN,
    Why.ALREADY_SETTLED,
    Why.NOT_FOUND,
    Why.GUEST,
    Why.STRANGER,
}


def _aside(error: Exception, sentence: str, body: Body, tools: Tools) -> None:
    if isinstance(error, Refused) and error.why is Why.NOT_READY_TO_CLOSE:
        tools.show(body, closing.not_ready(error))
    elif body.get("command") and body.get("text") and not isinstance(error, Refused):
        tools.answer(body, refusals.kept(sentence, body["text"]))
    elif body.get("response_url"):
        tools.answer(body, Message(sentence, (section(sentence),)))
    elif body.get("trigger_id"):
        tools.show(body, modal("Un momento", [section(sentence)]))
