"""`/incidente revisar`: paste a text for a client, see what they would hear, correct it, look again."""

from collections.abc import Mapping
from typing import Any

from bot.domain.reviewer import Context, Finding
from bot.domain.words import Channel, Responsibility, Severity, Status
from messages import words
from messages.blocks import Block, context, field, modal, option, section, select, text_input
from messages.writing import MOST_BODY, finding_blocks

DEFAULT = Context(Responsibility.OURS, Status.UNRESOLVED, Severity.MAJOR, Channel.EMAIL)


def form(text: str, situation: Context, findings: tuple[Finding, ...] | None = None) -> Block:
    """``findings`` None before the first look."""
    blocks: list[Block] = []
    if findings is None:
        blocks.append(context("Pega lo que le vas a decir al cliente. Te digo cómo lo oirá; decides tú."))
    elif findings:
        blocks.append(section("*Esto es lo que oiría el cliente:*"))
        blocks += finding_blocks(findings, text, situation)
    else:
        blocks.append(section("👌 *Se entiende bien y no le veo pegas.* Adelante."))
    channels = [Channel.PHONE, Channel.EMAIL, Channel.TEXT]
    blocks += [
        field("text", "El texto", text_input("text", text, lines=True, most=MOST_BODY)),
        _choice("responsibility", "¿De quién es la responsabilidad?", words.RESPONSIBILITY, situation.responsibility),
        _choice("status", "¿Cómo está?", {one: words.STATUS[one] for one in _STATUSES}, situation.status),
        _choice("severity", "¿Cómo de grave es?", words.SEVERITY, situation.severity),
        _choice("channel", "¿Por dónde se lo dices?", {one: words.CHANNEL[one] for one in channels}, situation.channel),
    ]
    return modal(
        "Revisar un texto", blocks, callback="review", submit="Mirarlo" if findings is None else "Mirarlo otra vez"
    )


_STATUSES = (Status.UNRESOLVED, Status.RESOLVED)


def _choice(name: str, label: str, texts: Mapping[Any, str], initial: str) -> Block:
    options = [option(text.capitalize(), str(value)) for value, text in texts.items()]
    return field(name, label, select(name, options, initial))
