"""Corrective actions in lists: everybody's own, those past their day, and those of one incident (domain.md §5)."""

from collections.abc import Sequence

from bot.domain.corrective import CorrectiveAction
from bot.domain.incident import Incident
from bot.domain.views import ActionPage, ActionScope, ActionView
from messages.action_history import PHASE
from messages.actions import state_line, what_of
from messages.blocks import Block, Element, Message, actions, button, context, divider, esc, one_line, section
from messages.times import When

MOST_IN_STORY = 8


def page(found: ActionPage, when: When) -> Message:
    """One page of actions, with what can be done about each."""
    title = {
        ActionScope.MINE: "Tus acciones",
        ActionScope.OVERDUE: "Acciones vencidas",
        ActionScope.ALL: "Todas las acciones en marcha",
        ActionScope.INCIDENT: f"Acciones de {found.incident.code}" if found.incident else "Acciones",
    }[found.scope]
    pages = f" · página {found.page} de {found.pages}" if found.pages > 1 else ""
    blocks = [section(f"*{title}*" + (f" ({found.total}){pages}" if found.total else ""))]
    if not found.items:
        blocks.append(section(_EMPTY[found.scope]))
    for item in found.items:
        blocks += _item(item, when)
    blocks += [divider(), *_pager(found)]
    return Message(f"{title}: {found.total}", tuple(blocks))


_EMPTY = {
    ActionScope.MINE: "No tienes ninguna pendiente. Disfruta del momento.",
    ActionScope.OVERDUE: "Ninguna: todo va a su día. Así da gusto.",
    ActionScope.ALL: "No hay ninguna en marcha. Cuando algo falle, apunta aquí qué se hace para que no se repita.",
    ActionScope.INCIDENT: "Todavía no hay ninguna. Piensa qué lo arregla ahora y qué evita que vuelva a pasar.",
}


def _item(view: ActionView, when: When) -> list[Block]:
    action = view.action
    about = f"{view.incident.code} · {esc(view.client.name)}" if view.incident else esc(view.client.name)
    text = f"*{what_of(action, 140)}*\n{about} · {PHASE[action.phase]} · {state_line(action, view.today, when)}"
    more = button("Abrir", "action_open", action.id)
    if action.is_open() and view.may_handle:
        done, move = button("Hecha", "action_done", action.id), button("Aplazar", "action_move", action.id)
        return [section(text), actions(done, move, more)]
    return [section(text, accessory=more)]


def _pager(found: ActionPage) -> list[Block]:
    incident = found.incident

    def turn(text: str, action: str, number: int, scope: ActionScope) -> Element:
        kept = incident.id if incident and scope is ActionScope.INCIDENT else 0
        return button(text, action, f"{number}:{scope}:{kept}")

    buttons = []
    if found.page > 1:
        buttons.append(turn("← Anteriores", "actions_previous", found.page - 1, found.scope))
    if found.page < found.pages:
        buttons.append(turn("Siguientes →", "actions_next", found.page + 1, found.scope))
    others = {
        ActionScope.MINE: ("Las mías", "actions_mine"),
        ActionScope.OVERDUE: ("Vencidas", "actions_overdue"),
        ActionScope.ALL: ("Todas", "actions_all"),
    }
    buttons += [turn(text, action, 1, scope) for scope, (text, action) in others.items() if scope is not found.scope]
    if incident is None or not incident.is_closed():
        buttons.insert(0, button("Añadir acción", "action_add", incident.id if incident else ""))
    return [actions(*buttons)]


def story(found: Sequence[CorrectiveAction], incident: Incident, when: When, *, buttons: bool) -> list[Block]:
    """The actions of one incident, on its card and in its story."""
    blocks: list[Block] = []
    today = when.now.astimezone(when.zone).date()
    lines = []
    for action in found[-MOST_IN_STORY:]:
        text = f"🛠️ *{PHASE[action.phase].capitalize()}:* {what_of(action)} · {state_line(action, today, when)}"
        if buttons:
            blocks.append(section(text, accessory=button("Abrir", "action_open", action.id)))
        lines.append(text)
    if len(found) > MOST_IN_STORY:
        blocks.append(context(f"… y {len(found) - MOST_IN_STORY} más: `/incidente acciones {incident.code}`"))
    if lines and not buttons:
        blocks.insert(0, section("\n".join(lines)))
    if incident.no_prevention_reason:
        blocks.append(context(f"☑️ No hace falta prevención: {one_line(incident.no_prevention_reason, 300)}"))
    return blocks


def adding(incident: Incident) -> Element:
    """The button on a card or a story that adds one."""
    return button("Añadir acción", "action_add", incident.id)
