"""What happened to a corrective action, each thing in one sentence, for the timeline and for the action itself."""

from datetime import date

from bot.domain.corrective import Phase
from bot.domain.incident import Entry, EntryKind
from messages.blocks import one_line, person
from messages.times import When

PHASE = {Phase.CONTAINMENT: "contención", Phase.PREVENTION: "prevención"}


def line(entry: Entry, when: When) -> str:
    """Who did what to which action, with what stood before."""
    who, before, after = person(entry.who), entry.before, entry.after
    what = f"«{one_line(str(after.get('what') or ''), 200)}»"
    reason = f" Motivo: {_text(after, 'reason')}" if after.get("reason") else ""
    match entry.kind:
        case EntryKind.ACTION_ADDED:
            phase = PHASE[Phase(str(after["phase"]))]
            return f"🛠️ {who} añade una acción de {phase}: {what}, {_for(after, when)}. La hace {_owner(after)}."
        case EntryKind.ACTION_DONE:
            return f"🛠️ {who} da por hecha la acción {what}. Se comprueba {_day(after, 'verify_on', when)}."
        case EntryKind.ACTION_MOVED:
            return f"⏰ {who} aplaza la acción {what}: era {_for(before, when)}, ahora {_for(after, when)}.{reason}"
        case EntryKind.ACTION_HANDED:
            task = "comprueba" if after.get("verifying") else "hace"
            if entry.who is None:
                return f"↪️ {_owner(before)} no está disponible: la acción {what} la {task} {_owner(after)}."
            return f"↪️ {who} cambia quién {task} la acción {what}: ahora, {_owner(after)}."
        case EntryKind.ACTION_DROPPED:
            return f"✖️ {who}: la acción {what} no procede.{reason}"
        case EntryKind.ACTION_WORKS:
            return f"✅ {who} ha comprobado la acción {what}: funciona."
        case EntryKind.ACTION_FAILED:
            return f"🔁 {who}: la acción {what} no funcionó. Se vuelve a intentar, {_for(after, when)}.{reason}"
        case EntryKind.ACTION_UNSURE:
            again = _day(after, "verify_on", when)
            return f"🔎 {who}: aún no se sabe si la acción {what} funcionó. Se vuelve a mirar {again}."
        case EntryKind.ACTION_STUCK:
            task = "comprobar" if after.get("verifying") else "hacer"
            return f"🔴 La acción {what} sigue sin {task}: lo sabe también {person(str(after.get('lead')))}."
        case _:
            return f"☑️ {who}: no hace falta prevención.{reason}"


def _text(data: dict[str, object], name: str) -> str:
    return one_line(str(data.get(name) or ""), 300)


def _owner(data: dict[str, object]) -> str:
    return person(str(data.get("owner")))


def _day(data: dict[str, object], name: str, when: When) -> str:
    return when.day(date.fromisoformat(str(data[name])))


def _for(data: dict[str, object], when: When) -> str:
    return f"para {_day(data, 'due_on', when)}"
