"""App Home, the desk of one person: what is theirs to do now, one press away (domain.md §7)."""

from bot.domain.commitment import CommitmentState
from bot.domain.notice import Notice
from bot.domain.views import ActionView, Gathering, HomeView, Owed, Smoking, Waiting
from bot.domain.warning import Level
from bot.domain.words import Channel
from messages import plan, words
from messages.actions import state_line, what_of
from messages.blocks import Block, actions, button, context, divider, esc, header, one_line, person, section
from messages.commitments import what_of as promise_of
from messages.times import When

MOST_ACTIONS = 5
MOST_REPORTS = 5


def home(view: HomeView, when: When) -> Block:
    """The whole page; empty, it says so and how to begin."""
    blocks: list[Block] = [
        section("¿Ha ido algo mal con un cliente?", accessory=button("Contarlo", "report_new", style="primary")),
        *_duties(view, when),
        *_reports(view.reports, when),
        *_promises(view, when),
        *_actions(view, when),
        *_late(view, when),
        *_smoking(view.smoking),
        divider(),
    ]
    if view.is_admin:
        blocks.append(actions(button("Configurar el bot", "config_open")))
    blocks.append(context("Todo lo que puedes pedir está en `/incidente ayuda`."))
    return {"type": "home", "blocks": blocks}


def closed(sentence: str) -> Block:
    """For whoever may not use the bot."""
    return {"type": "home", "blocks": [section(sentence)]}


def _duties(view: HomeView, when: When) -> list[Block]:
    blocks: list[Block] = [header("Lo que tienes que contar")]
    if not view.duties:
        blocks.append(section("👌 Nada pendiente. Todos tus clientes saben lo que tienen que saber."))
    for one in view.duties:
        blocks += [section(_line(one, when)), actions(*_buttons(one.notice))]
    turns = []
    if view.page > 1:
        turns.append(button("← Anteriores", "home_previous", view.page - 1))
    if view.page < view.pages:
        turns.append(button("Siguientes →", "home_next", view.page + 1))
    if turns:
        blocks += [context(f"Son {view.duties_total}; página {view.page} de {view.pages}."), actions(*turns)]
    return blocks


def _line(one: Waiting, when: When) -> str:
    notice = one.notice
    to = plan.name_of(one.client.contact(notice.contact_id), one.client)
    task = words.task(notice.purpose, notice.channel)
    late = "  ·  ⏰ *va con retraso*" if notice.is_overdue(when.now) else ""
    return (
        f"{words.CHANNEL_MARK[notice.channel]} *{task} {to}* {plan.limit(notice, when)}{late}\n"
        f"{one.incident.code} · {one_line(one.incident.text)}"
    )


def _buttons(notice: Notice) -> list[Block]:
    opened = button("Ver todo", "incident_open", notice.incident_id)
    done = words.CHANNEL_DONE[notice.channel]
    if notice.channel in (Channel.EMAIL, Channel.TEXT):
        return [
            button("Escribir", "notice_write", notice.id, style="primary"),
            button(done, "notice_done", notice.id),
            opened,
        ]
    return [button(done, "notice_done", notice.id, style="primary"), opened]


def _reports(found: tuple[Gathering, ...], when: When) -> list[Block]:
    if not found:
        return []
    blocks: list[Block] = [header("Reportes de hoy")]
    for one in found[:MOST_REPORTS]:
        count = "1 cosa" if one.items == 1 else f"{one.items} cosas"
        if one.report_id is not None:
            state, press = "esperando a que lo mandes", button("Abrirlo", "report_edit", one.report_id)
        else:
            state, press = f"te lo preparo {when.at(one.at)}", button("Prepararlo ahora", "report_now", one.client.id)
        blocks.append(section(f"📋 *{esc(one.client.name)}*: {count}, {state}.", accessory=press))
    if len(found) > MOST_REPORTS:
        blocks.append(context(f"… y {len(found) - MOST_REPORTS} más: `/incidente reporte`"))
    return blocks


def _promises(view: HomeView, when: When) -> list[Block]:
    if not view.promises:
        return []
    blocks: list[Block] = [header("Lo que has prometido")]
    for owed in view.promises:
        late = owed.commitment.state is CommitmentState.BROKEN
        blocks += [
            section(_promise_line(owed, when)),
            actions(
                button("Ya está hecho" if late else "Cumplido", "promise_kept", owed.commitment.id),
                button("Dar una nueva hora" if late else "Voy a incumplirlo", "promise_move", owed.commitment.id),
            ),
        ]
    if view.promises_total > len(view.promises):
        blocks.append(context(f"… y {view.promises_total - len(view.promises)} más: `/incidente compromisos`"))
    return blocks


def _promise_line(owed: Owed, when: When) -> str:
    commitment = owed.commitment
    mark = "💔" if commitment.state is CommitmentState.BROKEN else "🤝"
    hour = f"{when.at(commitment.due_at)} ({when.left(commitment.due_at)})"
    return f"{mark} *{promise_of(commitment, 140)}*\n{esc(owed.client.name)} · {hour}"


def _actions(view: HomeView, when: When) -> list[Block]:
    if not view.actions:
        return []
    blocks: list[Block] = [header("Para que no se repita")]
    for one in view.actions[:MOST_ACTIONS]:
        blocks.append(section(_action_line(one, when), accessory=button("Abrir", "action_open", one.action.id)))
    if view.actions_total > MOST_ACTIONS:
        blocks.append(context(f"… y {view.actions_total - MOST_ACTIONS} más: `/incidente acciones`"))
    return blocks


def _action_line(one: ActionView, when: When) -> str:
    return f"🛠️ *{what_of(one.action, 140)}*\n{esc(one.client.name)} · {state_line(one.action, one.today, when)}"


def _late(view: HomeView, when: When) -> list[Block]:
    """What a lead sees: clients who still wait for somebody of the team. To help, not to blame."""
    if not view.late:
        return []
    blocks: list[Block] = [header("Tu equipo necesita una mano")]
    for one in view.late:
        to = plan.name_of(one.client.contact(one.notice.contact_id), one.client)
        line = f"⏰ {to} debía saberlo {when.at(one.notice.deadline)} · lo lleva {person(one.notice.assignee)}"
        blocks.append(section(line, accessory=button("Ver todo", "incident_open", one.incident.id)))
    if view.late_total > len(view.late):
        blocks.append(context(f"… y {view.late_total - len(view.late)} más que van con retraso."))
    return blocks


_SMOKE = {Level.SMOKE: "💨 humo", Level.FIRE: "🔥 fuego", Level.GREEN: ""}


def _smoking(found: tuple[Smoking, ...]) -> list[Block]:
    if not found:
        return []
    blocks: list[Block] = [header("Clientes con señales de humo")]
    for one in found:
        line = f"{_SMOKE[one.signs.level]} · *{esc(one.client.name)}*"
        blocks.append(section(line, accessory=button("Ver su ficha", "client_open", one.client.id)))
    return blocks
