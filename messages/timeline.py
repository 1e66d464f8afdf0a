"""Each line of an incident's timeline in one sentence: who, what, before and after."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.amends import Option
from bot.domain.incident import Entry, EntryKind
from bot.domain.words import Channel, Mood, Responsibility, Severity, Status
from messages import action_history, amends, choices, departure, review_history, satisfaction, warning, words
from messages.blocks import Block, Message, one_line, person, section
from messages.times import When

MOST_ENTRIES = 25


def blocks(entries: Sequence[Entry], when: When) -> list[Block]:
    """The latest lines of a timeline, oldest first, with the moment of each."""
    lines = [f"• {moment_line(entry, when)}" for entry in entries[-MOST_ENTRIES:]]
    if len(entries) > MOST_ENTRIES:
        lines.insert(0, f"… y {len(entries) - MOST_ENTRIES} anteriores")
    found, text = [], "*Qué ha ido pasando*"
    for line in lines:
        if len(text) + len(line) > 2800:
            found.append(section(text))
            text = line
        else:
            text += f"\n{line}"
    return [*found, section(text)]


def moment_line(entry: Entry, when: When) -> str:
    """What happened, with its moment."""
    return f"{when.at(entry.at)}: {entry_line(entry, when)}"


def thread_entry(entry: Entry, when: When) -> Message:
    """One line of the timeline, in the card's thread."""
    text = entry_line(entry, when)
    return Message(text, (section(text),))


def entry_line(entry: Entry, when: When) -> str:  # noqa: PLR0912 - one sentence for each thing that can happen
    """What happened, in one sentence: who, what, before and after."""
    who, before, after = person(entry.who), entry.before, entry.after
    match entry.kind:
        case EntryKind.REPORTED:
            return f"{who} lo contó."
        case EntryKind.PLANNED:
            assignee = person(str(after.get("assignee")))
            return f"Toca {_channel(after)} {_before(after, when)}; se encarga {assignee}."
        case EntryKind.REMINDED:
            return f"Aviso a {person(str(after.get('assignee')))}: {_channel(after)}."
        case EntryKind.ESCALATED:
            lead, assignee = person(str(after.get("lead"))), person(str(after.get("assignee")))
            return f"🔴 Pasó la hora sin contárselo al cliente. Lo sabe también {lead}; lo lleva {assignee}."
        case EntryKind.TOLD:
            return _told(entry, when)
        case EntryKind.NO_ANSWER:
            again = f" Se vuelve a intentar {_at(after, 'retry_at', when)}." if after.get("retry_at") else ""
            return f"📵 {who} llamó a {_text(after, 'contact')}: no contesta (intento {after.get('tries')}).{again}"
        case EntryKind.POSTPONED:
            reason = f" Motivo: {_text(after, 'reason', 300)}" if after.get("reason") else ""
            return f"⏰ {who} lo deja para {_at(after, 'until', when)}.{reason}"
        case EntryKind.REASSIGNED:
            return f"↪️ {who} lo pasa de {person(str(before.get('owner')))} a {person(str(after.get('owner')))}."
        case EntryKind.HANDED_OVER:
            absent, now = person(str(before.get("assignee"))), person(str(after.get("assignee")))
            return f"↪️ {absent} no está disponible: se encarga {now}."
        case EntryKind.NEXT_CONTACT:
            return f"👤 {who} prueba con {_text(after, 'contact')}, porque {_text(before, 'contact')} no contesta."
        case EntryKind.REPLACED:
            if not after:
                return f"Ya no hace falta {_channel(before)}: el cliente ya lo sabe."
            return f"Cambia el aviso: en vez de {_channel(before)}, {_channel(after)} {_before(after, when)}."
        case EntryKind.CHANGED:
            changed = [_changed(name, before, after) for name in after]
            return f"✏️ {who}: {'; '.join(text for text in changed if text)}."
        case EntryKind.PROMISED:
            what = _text(after, "what", 300) or "una solución"
            return f"🤝 {who} promete al cliente: {what}, para {_at(after, 'due_at', when)}."
        case EntryKind.PROMISE_SETTLED:
            what = _text(after, "what", 300) or "lo prometido"
            return f"✔️ {who}: {what}, a tiempo." if after.get("kept") else f"✖️ {who}: {what}, pasada la hora."
        case EntryKind.PROMISE_MOVED:
            what = _text(after, "what", 300) or "lo prometido"
            reason = f" Motivo: {_text(after, 'reason', 300)}" if after.get("reason") else ""
            then = f"{_at(before, 'due_at', when)} a {_at(after, 'due_at', when)}"
            return f"🕐 {who} cambia la hora de lo prometido: {what}, de {then}.{reason}"
        case EntryKind.PROMISE_BROKEN:
            what = _text(after, "what", 300) or "lo prometido"
            return f"💔 Ha pasado la hora de lo prometido al cliente: {what}, para {_at(after, 'due_at', when)}."
        case EntryKind.LEAD_CONFIRMED:
            return f"✅ {who} da su visto bueno."
        case EntryKind.CONTACT_FORGOTTEN:
            return f"{who} ha borrado los datos de una persona del cliente."
        case EntryKind.SETTING_CHANGED:
            return f"⚙️ {who} cambia la configuración. {choices.changes(entry)}"
        case EntryKind.AMENDS_PROPOSED | EntryKind.AMENDS_DECIDED | EntryKind.AMENDS_AGREED:
            return _amends(entry)
        case EntryKind.IMPROVED_WITHDRAWN | EntryKind.SATISFACTION | EntryKind.SATISFACTION_RESTED:
            return satisfaction.line(entry)
        case kind if kind.startswith("review_"):
            return review_history.line(entry)
        case kind if kind.startswith("action_") or kind is EntryKind.NO_PREVENTION:
            return action_history.line(entry, when)
        case EntryKind.WARNING_CHANGED:
            return warning.line(entry)
        case kind if kind.startswith("departure_"):
            return departure.line(entry)
        case EntryKind.CLOSED:
            return f"📁 {who} lo cierra."
        case EntryKind.REOPENED:
            reason = f" Motivo: {_text(after, 'reason', 300)}" if after.get("reason") else ""
            return f"📂 {who} lo reabre: {words.STATUS[Status(str(after['status']))]}.{reason}"
        case _:
            return f"{who} ha cambiado la ficha del cliente."


def _amends(entry: Entry) -> str:
    """Without a figure: everybody reads the timeline."""
    who, after = person(entry.who), entry.after
    what = amends.OPTION[Option(str(after["option"]))].lower()
    if entry.kind is EntryKind.AMENDS_PROPOSED:
        return f"🎁 {who} propone compensar al cliente: {what}. Motivo: {_text(after, 'reason', 500)}"
    if entry.kind is EntryKind.AMENDS_AGREED:
        heard = f" *El cliente:* {_text(after, 'client_said', 500)}" if after.get("client_said") else ""
        return f"🤝 {who} lo acuerda con el cliente: {what}.{heard}"
    reason = f" Motivo: {_text(after, 'reason', 500)}" if after.get("reason") else ""
    return f"{'👍' if after.get('approved') else '👎'} {who} {_decides(after)}: {what}.{reason}"


def _decides(after: dict[str, object]) -> str:
    return "aprueba la compensación" if after.get("approved") else "no aprueba la compensación"


def _told(entry: Entry, when: When) -> str:
    after = entry.after
    whom = f"{_text(after, 'spoke_with')} ({_channel(after)})"
    parts = [
        f"✅ {person(entry.who)} se lo contó a {whom} {_at(after, 'told_at', when)}.",
        f"*Le dijo:* {_text(after, 'said', 700)}",
    ]
    if after.get("client_said"):
        parts.append(f"*El cliente:* {_text(after, 'client_said', 700)}")
    if after.get("mood"):
        mood = Mood(str(after["mood"]))
        parts.append(f"*Ánimo:* {words.MOOD_MARK[mood]} {words.MOOD[mood].lower()}")
    return "\n".join(parts)


def _text(data: dict[str, object], name: str, most: int = 120) -> str:
    return one_line(str(data.get(name) or ""), most)


def _at(data: dict[str, object], name: str, when: When) -> str:
    return when.at(datetime.fromisoformat(str(data[name])))


def _before(data: dict[str, object], when: When) -> str:
    return when.before(datetime.fromisoformat(str(data["deadline"])))


def _channel(data: dict[str, object]) -> str:
    return words.CHANNEL[Channel(str(data["channel"]))]


def _changed(name: str, before: dict[str, object], after: dict[str, object]) -> str:
    value = after[name]
    match name:
        case "severity":
            return f"pasa de {words.SEVERITY[Severity(str(before[name]))]} a {words.SEVERITY[Severity(str(value))]}"
        case "status":
            return f"pasa de {words.STATUS[Status(str(before[name]))]} a {words.STATUS[Status(str(value))]}"
        case "responsibility":
            return f"la responsabilidad es {words.RESPONSIBILITY[Responsibility(str(value))]}"
        case "cannot_work":
            return "el cliente no puede trabajar" if value else "el cliente ya puede trabajar"
        case "never_event":
            return "es un error imposible" if value else "no es un error imposible"
        case "never_event_name":
            return f"el error imposible es «{one_line(str(value), 100)}»" if value else ""
        case "hard":
            return "va para largo" if value else "ya no va para largo"
        case _:
            return f"medidas: {one_line(str(value), 400) or 'ninguna'}"
