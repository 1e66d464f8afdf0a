"""The daily report to its owner: what waits in it, a draft, and the buttons (domain.md §7)."""

from bot.domain.notice import Rung
from bot.domain.views import Gathering, ReportView
from messages import plan, words
from messages.blocks import Block, Message, actions, button, context, esc, header, one_line, person, quote, section
from messages.times import When

MOST_ITEMS = 15
ON_ITS_WAY = "Va de camino: lo tienes enseguida en tus mensajes."
ALREADY_THERE = "Ese reporte ya está en tus mensajes, o ya no tiene nada que contar."


def prompt(found: ReportView, subject: str, body: str, rung: Rung, *, can_send: bool) -> Message:
    """The report as a draft, with what to do about it."""
    client = found.client
    title = f"📋 Reporte para {client.name}"
    opening = words.RUNG[rung]
    blocks: list[Block] = [header(title)]
    if opening:
        blocks.append(section(opening))
    to = plan.name_of(found.contact, client)
    blocks += [
        section(f"Esto es lo que {to} tiene que saber:\n{_items(found)}"),
        section(f"*Asunto:* {esc(subject)}"),
        quote(body, 2600),
        actions(*_buttons(found, can_send=can_send)),
    ]
    if not (found.contact and found.contact.email):
        blocks.append(context("📭 No tenemos su correo: añádelo en su ficha o cuéntaselo de otra manera."))
    return Message(f"{esc(title)}: {len(found.duties)} por contar.", tuple(blocks))


def _items(found: ReportView) -> str:
    lines = [
        f"• {duty.incident.code}: {one_line(duty.incident.text, 140)} ({words.STATUS[duty.incident.status]})"
        for duty in found.duties[:MOST_ITEMS]
    ]
    if len(found.duties) > MOST_ITEMS:
        lines.append(f"… y {len(found.duties) - MOST_ITEMS} más")
    return "\n".join(lines)


def _buttons(found: ReportView, *, can_send: bool) -> list[Block]:
    report_id = found.report.id
    done = button("Ya lo he enviado", "report_done", report_id)
    edit = button("Editar", "report_edit", report_id)
    profile = button("Ficha del cliente", "client_open", found.client.id)
    if can_send and found.contact and found.contact.email:
        return [button("Enviar", "report_send", report_id, style="primary"), done, edit, profile]
    return [done, edit, profile]


def gathering(found: list[Gathering], when: When) -> Message:
    """``/incidente reporte``: what the caller's clients will read, and when."""
    if not found:
        text = "No tienes nada esperando al reporte diario. Lo menor que ya está solucionado va cayendo aquí."
        return Message("Tus reportes de hoy", (section(text),))
    blocks: list[Block] = [section("*Tus reportes de hoy*")]
    for one in found[:MOST_ITEMS]:
        count = "1 cosa" if one.items == 1 else f"{one.items} cosas"
        if one.report_id is not None:
            line, press = "ya está en tus mensajes", button("Editar", "report_edit", one.report_id)
        else:
            line, press = f"te lo preparo {when.at(one.at)}", button("Prepararlo ahora", "report_now", one.client.id)
        blocks.append(section(f"*{esc(one.client.name)}*: {count} por contar; {line}.", accessory=press))
    return Message(f"Tus reportes de hoy: {len(found)}", tuple(blocks))


def settled(found: ReportView, when: When) -> Message:
    """What stays once it was handed over, or passed to somebody else."""
    report = found.report
    if report.settled_at is not None:
        to = plan.name_of(found.contact, found.client)
        line = f"✅ *Entregado.* {person(report.settled_by)} mandó el reporte a {to} {when.at(report.settled_at)}."
    else:
        line = "↪️ Aquí ya no queda nada por contar."
    return Message("Reporte atendido.", (section(line),))
