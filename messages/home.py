"""App Home: what somebody still has to tell, the most pressing first, each one press away."""

from bot.domain.matrix import Purpose
from bot.domain.notice import Notice
from bot.domain.views import Waiting
from bot.domain.words import Channel
from messages import plan, words
from messages.blocks import Block, actions, button, context, divider, header, one_line, section
from messages.times import When


def home(waiting: list[Waiting], more: bool, when: When) -> Block:
    """The whole view. Empty, it says so and how to begin."""
    blocks: list[Block] = [header("Lo que tienes que contar")]
    if not waiting:
        blocks.append(section("👌 Nada pendiente. Todos tus clientes saben lo que tienen que saber."))
    for one in waiting:
        blocks += [section(_line(one, when)), actions(*_buttons(one.notice))]
    if more:
        blocks.append(context("Hay más: aquí están los más urgentes."))
    blocks += [
        divider(),
        section("¿Ha ido algo mal con un cliente? Escribe `/incidente` en cualquier canal."),
        context("Todo lo que puedes pedir está en `/incidente ayuda`."),
    ]
    return {"type": "home", "blocks": blocks}


def closed(sentence: str) -> Block:
    """For whoever may not use the bot."""
    return {"type": "home", "blocks": [section(sentence)]}


def _line(one: Waiting, when: When) -> str:
    notice = one.notice
    to = plan.name_of(one.client.contact(notice.contact_id), one.client)
    task = "Dale noticias a" if notice.purpose is Purpose.UPDATE else words.CHANNEL_TASK[notice.channel]
    late = "  ·  ⏰ *va con retraso*" if notice.is_overdue(when.now) else ""
    return (
        f"{words.CHANNEL_MARK[notice.channel]} *{task} {to}* {plan.limit(notice, when)}{late}\n"
        f"{one.incident.code} · {one_line(one.incident.text)}"
    )


def _buttons(notice: Notice) -> list[Block]:
    opened = button("Ver todo", "incident_open", notice.incident_id)
    if notice.channel is Channel.DAILY_REPORT:
        return [opened]
    done = words.CHANNEL_DONE[notice.channel]
    if notice.channel in (Channel.EMAIL, Channel.TEXT):
        return [
            button("Escribir", "notice_write", notice.id, style="primary"),
            button(done, "notice_done", notice.id),
            opened,
        ]
    return [button(done, "notice_done", notice.id, style="primary"), opened]
