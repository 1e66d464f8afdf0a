"""``/incidente``: the first word decides which conversation it opens; anything else is a report."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot.domain.client import key_of, nearest
from bot.domain.errors import Refused, Why
from handlers import (
    actions,
    clients,
    commitments,
    config,
    daily,
    departure,
    export,
    incident,
    listing,
    report,
    reviewing,
    weekly,
)
from handlers.tools import Body, Tools
from messages import help as manual
from messages import refusals
from messages.blocks import Message, context

Conversation = Callable[[Tools, Body, str], None]


def register(app: App, tools: Tools) -> None:
    @app.command("/incidente")
    def incidente(ack: Ack, body: Body) -> None:
        ack()
        if tools.directory.is_shared(body["channel_id"]):
            tools.answer(body, Message(manual.shared_channel(), (context(manual.shared_channel()),)))
        obey(tools, body, body.get("text") or "")

    @app.action("meant_command")
    def meant_command(ack: Ack, body: Body) -> None:
        ack()
        obey(tools, body, body["actions"][0]["value"])

    @app.action("meant_report")
    def meant_report(ack: Ack, body: Body) -> None:
        ack()
        report.begin(tools, body, body["actions"][0]["value"])


def obey(tools: Tools, body: Body, text: str) -> None:
    """Does what the words after the command ask for."""
    tools.actor(body).require_member()
    first, _, rest = text.strip().partition(" ")
    word = key_of(first)
    conversation = _CONVERSATIONS.get(word)
    if conversation is not None:
        conversation(tools, body, rest.strip())
    elif first and ":" not in text and len(text.split()) <= 3 and (near := nearest(word, _CONVERSATIONS)):
        tools.answer(body, manual.did_you_mean(first, near, rest.strip()))
    else:
        report.begin(tools, body, text)


def _help(tools: Tools, body: Body, _rest: str) -> None:
    tools.answer(body, manual.manual())


def _client(tools: Tools, body: Body, name: str) -> None:
    if not name:
        tools.answer(body, manual.which_client())
        return
    try:
        clients.show_named(tools, body, name)
    except Refused as error:
        if error.why is not Why.CLIENT_NOT_FOUND:
            raise
        # "cliente Acme no recibe el correo" may well be a report that begins with that word.
        sentence = refusals.sentence(error, tools.when())
        tools.answer(body, manual.or_a_report(sentence, f"cliente {name}"))


_CONVERSATIONS: dict[str, Conversation] = {
    "ayuda": _help,
    "lista": listing.show,
    "ver": incident.show_named,
    "clientes": clients.show_page,
    "cliente": _client,
    "acciones": actions.show,
    "compromiso": commitments.begin,
    "compromisos": commitments.show,
    "reporte": daily.show,
    "resumen": weekly.show,
    "revisar": reviewing.begin,
    "config": config.begin,
    "exportar": export.show,
    "baja": departure.begin,
}
