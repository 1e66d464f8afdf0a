"""Corrective actions in words: reminders, whether they worked, one with its history, and lists (domain.md §5)."""

from datetime import date

from bot.domain.corrective import ActionRung, ActionState, CorrectiveAction
from bot.domain.incident import Entry, EntryKind
from bot.domain.views import ActionView
from messages import action_history
from messages.action_history import PHASE
from messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    divider,
    esc,
    modal,
    one_line,
    person,
    section,
)
from messages.times import When

_OPENING = {
    ActionRung.SOON: "🛠️ Se acerca el día de algo que llevas.",
    ActionRung.OVERDUE: "🔴 Ha pasado el día y esto no consta como hecho. Si te falta tiempo, aplázalo y di por qué.",
    ActionRung.NEW: "🛠️ Te han encargado esto.",
    ActionRung.HANDED: "↪️ Ahora te encargas tú de esto.",
    ActionRung.HELD: "🛠️ Esto está en tus manos.",
    ActionRung.FAILED: "🔁 Esto no funcionó, así que vuelve a estar en tus manos.",
    ActionRung.VERIFY: "🔎 ¿Ha funcionado?",
    ActionRung.VERIFY_AGAIN: "🔎 Sigue sin saberse si esto funcionó. ¿Puedes mirarlo hoy?",
}


def prompt(view: ActionView, rung: ActionRung, when: When) -> Message:
    """The reminder to whoever's turn it is, with what can be done about it."""
    action = view.action
    opening = _OPENING.get(rung, f"🛠️ Esto es para {when.day(action.due_on)}.")
    blocks = [section(f"*{opening}*"), *_facts(view, when)]
    if rung is ActionRung.FAILED and action.reason:
        blocks.append(context(f"Qué ha pasado: {one_line(action.reason, 500)}"))
    if rung.is_to_verify():
        blocks.append(context(_who_did_it(view, when)))
    blocks.append(actions(*_buttons(view)))
    return Message(f"{opening} {what_of(action, 100)} ({esc(view.client.name)})", tuple(blocks))


def _who_did_it(view: ActionView, when: When) -> str:
    action = view.action
    done = f"La dio por hecha {person(action.done_by)}{f' {when.at(action.done_at)}' if action.done_at else ''}."
    if view.may_verify:
        return f"{done} Se lo pregunto siempre a otra persona: míralo con tus ojos antes de contestar."
    return f"{done} Debe comprobarlo otra persona, y no encuentro a nadie más: elige tú a quién."


def what_of(action: CorrectiveAction, most: int = 200) -> str:
    return one_line(action.what, most) or "…"


def _facts(view: ActionView, when: When) -> list[Block]:
    """The action itself: what, by when, how we shall know, and what it is about."""
    action = view.action
    lines = [
        f"*{what_of(action, 600)}*",
        f"{PHASE[action.phase].capitalize()} · {state_line(action, view.today, when)}",
    ]
    if action.how_we_know:
        lines.append(f"Cómo lo sabremos: {one_line(action.how_we_know, 600)}")
    if action.failures:
        lines.append("🔁 Ya se intentó una vez y no funcionó." if action.failures == 1 else _failed(action.failures))
    about = esc(view.client.name)
    if view.incident is not None:
        about = f"{view.incident.code} · {about} · {one_line(view.incident.text, 140)}"
    return [section("\n".join(lines)), context(about)]


def _failed(times: int) -> str:
    return f"🔁 Ya se intentó {times} veces y no funcionó."


def state_line(action: CorrectiveAction, today: date, when: When) -> str:
    """Where it stands, in a few words: whose, and until when."""
    match action.state:
        case ActionState.OPEN if action.is_overdue(today):
            return f"🔴 era para {when.day(action.due_on)} · {person(action.owner)}"
        case ActionState.OPEN:
            return f"para {when.day(action.due_on)} · {person(action.owner)}"
        case ActionState.DONE if action.is_to_verify(today):
            return f"✔️ hecha · falta que {person(action.verifier)} compruebe si funciona"
        case ActionState.DONE:
            day = when.day(action.verify_on) if action.verify_on else "pronto"
            return f"✔️ hecha · {person(action.verifier)} comprueba {day} si funciona"
        case ActionState.VERIFIED:
            return "✅ comprobada: funciona"
        case _:
            reason = f": {one_line(action.reason, 200)}" if action.reason else ""
            return f"✖️ no procede{reason}"


def _buttons(view: ActionView) -> list[Element]:
    """What this person may do with it now."""
    action = view.action
    found: list[Element] = []
    if action.is_open() and view.may_handle:
        found = [
            button("Hecha", "action_done", action.id, style="primary"),
            button("Aplazar", "action_move", action.id),
            button("Reasignar", "action_reassign", action.id),
            button("No procede", "action_drop", action.id),
        ]
    elif action.is_to_verify(view.today) and view.may_verify:
        found = [
            button("Funciona", "action_works", action.id, style="primary"),
            button("No funcionó", "action_failed", action.id),
            button("Aún no se sabe", "action_unsure", action.id),
            button("Que lo mire otra persona", "action_reassign", action.id),
        ]
    elif action.is_to_verify(view.today) and view.may_handle:
        found = [button("Elegir quién lo comprueba", "action_reassign", action.id)]
    elif action.state is ActionState.DONE and view.may_verify:
        found = [button("No funcionó", "action_failed", action.id)]  # a failure need not wait to be seen
    if view.incident is not None:
        found.append(button("Ver el incidente", "incident_open", view.incident.id))
    return found


def settled(view: ActionView, when: When) -> Message:
    """What stays of a message when there is nothing left to do."""
    action = view.action
    at = when.at(action.settled_at) if action.settled_at else ""
    match action.state:
        case ActionState.VERIFIED:
            line = f"✅ *Funciona.* Lo comprobó {person(action.settled_by)} {at}."
        case ActionState.NOT_APPLICABLE:
            line = f"✖️ *No procede.* Lo decidió {person(action.settled_by)} {at}: {one_line(action.reason, 300)}"
        case ActionState.DONE:
            at = when.at(action.done_at) if action.done_at else ""
            day = when.day(action.verify_on) if action.verify_on else "pronto"
            line = f"✔️ *Hecha.* Lo anotó {person(action.done_by)} {at}. {person(action.verifier)} la comprueba {day}."
        case _:
            line = f"↪️ Ahora se encarga {person(action.owner)}."
    return Message("Esta acción ya está atendida.", (section(f"{line}\n{what_of(action)} · {esc(view.client.name)}"),))


def to_lead(view: ActionView, about: str, when: When) -> Message:
    """What the lead is told: it stands still, or has been put off once too often; and what they can do about it."""
    action = view.action
    blocks = []
    if about == "moved":
        who = person(action.owner)
        times = "por segunda vez" if action.postponed == 2 else f"por {action.postponed}.ª vez"
        opening = f"⏰ La acción de {who} se aplaza {times}. ¿Te parece bien?"
        moves = [entry for entry in view.history if entry.kind is EntryKind.ACTION_MOVED]
        blocks = [section("\n".join(f"• {_move(entry, when)}" for entry in moves[-5:]))] if moves else []
        blocks.append(context("Si te parece bien, no hagas nada. Si no, pon otro día o pásasela a otra persona."))
    elif about == "overdue":
        opening = f"🔴 Han pasado tres mañanas desde el día previsto y {person(action.owner)} no la ha hecho."
        blocks = [context("Habla con esa persona: quizá necesite ayuda, otro día u otras manos.")]
    elif about == "verify":
        opening = f"🔎 {person(action.verifier)} todavía no ha dicho si esto funcionó; se lo he preguntado cada mañana."
        blocks = [context("Si lo sabes tú, contéstalo aquí; si no, pídeselo a otra persona.")]
    else:
        opening = f"🛠️ La lleva {person(action.owner)}."
    text = f"{opening} {what_of(action, 100)} ({esc(view.client.name)})"
    return Message(text, (section(f"*{opening}*"), *_facts(view, when), *blocks, actions(*_of_lead(view))))


def _of_lead(view: ActionView) -> list[Element]:
    """While it is somebody else's to do, the lead is not offered to call it done: another day, or other hands."""
    action = view.action
    if not action.is_open():
        return _buttons(view)
    return [
        button("Poner otro día", "action_move", action.id),
        button("Reasignar", "action_reassign", action.id),
        button("Abrir", "action_open", action.id),
    ]


def _move(entry: Entry, when: When) -> str:
    days = [when.day(date.fromisoformat(str(data["due_on"]))) for data in (entry.before, entry.after)]
    return f"{days[0].capitalize()} → {days[1]}: {one_line(str(entry.after.get('reason') or ''), 300)}"


def gone(view: ActionView, entry: Entry) -> Message:
    """To whoever had it until now."""
    to = person(str(entry.after.get("owner")))
    task = "La comprueba" if entry.after.get("verifying") else "La hace"
    text = (
        f"↪️ {person(entry.who)} ha puesto en otras manos la acción «{what_of(view.action)}» de {esc(view.client.name)}."
    )
    return Message(text, (section(f"{text} {task} {to}. Tú ya no tienes que hacer nada."),))


def window(view: ActionView, when: When) -> Block:
    """One action with its history, and what this person may do with it."""
    blocks = _facts(view, when)
    if buttons := _buttons(view):
        blocks.append(actions(*buttons))
    if view.history:
        lines = [f"• {when.at(entry.at)}: {action_history.line(entry, when)}" for entry in view.history[-8:]]
        blocks += [divider(), section("*Qué ha ido pasando*\n" + "\n".join(lines))]
    return modal("Acción", blocks)


def noted(view: ActionView, when: When) -> Message:
    """What a press under a list has done."""
    line = state_line(view.action, view.today, when)
    return Message("Anotado.", (section(f"Anotado: *{what_of(view.action)}*\n{line[0].upper()}{line[1:]}"),))
