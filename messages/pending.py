"""«Mis pendientes»: what one person owes to clients and to the team, for them alone; the whole of it is on App Home."""

from bot.domain.commitment import CommitmentState
from bot.domain.views import ActionView, HomeView, Owed, Waiting
from messages import plan, words
from messages.actions import state_line, what_of
from messages.blocks import Block, Message, button, context, esc, section
from messages.commitments import what_of as promise_of
from messages.times import When

MOST = 4


def mine(view: HomeView, when: When) -> Message:
    """The most pressing of each kind, with a button to act on it; nothing pending says so."""
    blocks = [section("*Tus pendientes*")]
    blocks += [_duty(one, when) for one in view.duties[:MOST]]
    blocks += [_promise(one, when) for one in view.promises[:MOST]]
    blocks += [_action(one, when) for one in view.actions[:MOST]]
    blocks += [
        section(f"📋 *Reporte de {esc(one.client.name)}*: esperando a que lo mandes.", accessory=_report(one.report_id))
        for one in view.reports[:MOST]
        if one.report_id is not None
    ]
    if len(blocks) == 1:
        text = "👌 No tienes nada pendiente. Todos tus clientes saben lo que tienen que saber."
        return Message("No tienes nada pendiente.", (section(text),))
    blocks.append(
        context("Todo lo tuyo, siempre al día, está en mi página de inicio: pulsa mi nombre y luego «Inicio».")
    )
    return Message("Tus pendientes", tuple(blocks))


def _duty(one: Waiting, when: When) -> Block:
    notice = one.notice
    to = plan.name_of(one.client.contact(notice.contact_id), one.client)
    task = words.task(notice.purpose, notice.channel)
    late = " · ⏰ *va con retraso*" if notice.is_overdue(when.now) else ""
    line = f"{words.CHANNEL_MARK[notice.channel]} *{task} {to}* {plan.limit(notice, when)}{late}"
    return section(line, accessory=button("Ver todo", "incident_open", notice.incident_id))


def _promise(owed: Owed, when: When) -> Block:
    commitment = owed.commitment
    is_broken = commitment.state is CommitmentState.BROKEN
    line = f"{'💔' if is_broken else '🤝'} *{promise_of(commitment, 140)}*\n{esc(owed.client.name)}"
    press = button("Ya está hecho" if is_broken else "Cumplido", "promise_kept", commitment.id)
    return section(f"{line} · {when.at(commitment.due_at)} ({when.left(commitment.due_at)})", accessory=press)


def _action(one: ActionView, when: When) -> Block:
    line = f"🛠️ *{what_of(one.action, 140)}*\n{esc(one.client.name)} · {state_line(one.action, one.today, when)}"
    return section(line, accessory=button("Abrir", "action_open", one.action.id))


def _report(report_id: int | None) -> Block:
    return button("Abrirlo", "report_edit", report_id or "")
