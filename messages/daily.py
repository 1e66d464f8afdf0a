"""The daily report to its owner: what waits in it, a draft, and the buttons (domain.md §7)."""

from bot.domain.notice import Rung
from bot.domain.views import ReportView
from messages import plan, words
from messages.blocks import Block, Message, actions, button, context, esc, header, one_line, person, quote, section
from messages.times import When

MOST_ITEMS = 15


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


def settled(found: ReportView, when: When) -> Message:
    """What stays once it was handed over, or passed to somebody else."""
    report = found.report
    if report.settled_at is not None:
        to = plan.name_of(found.contact, found.client)
        line = f"✅ *Entregado.* {person(report.settled_by)} mandó el reporte a {to} {when.at(report.settled_at)}."
    else:
        line = "↪️ Aquí ya no queda nada por contar."
    return Message("Reporte atendido.", (section(line),))
