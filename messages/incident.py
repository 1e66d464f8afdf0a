"""An incident as people see it: the card in the channel, the whole story, and each line of its timeline."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.incident import Commitment, CommitmentState, Entry, EntryKind, Missing
from bot.domain.notice import NoticeState
from bot.domain.views import IncidentView
from bot.domain.words import Channel, Mood, Responsibility, Severity, Status
from messages import plan, words
from messages.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    esc,
    fields,
    header,
    modal,
    one_line,
    person,
    quoted,
    section,
)
from messages.times import When

MOST_NOTICES = 8
MOST_ENTRIES = 25


def card(view: IncidentView, when: When) -> Message:
    """The incident at a glance, as it stands now."""
    incident = view.incident
    blocks = [
        header(f"{incident.code} · {view.client.name}"),
        section(quoted(incident.text)),
        *_facts(view, when),
        *_duties(view, when, settled=False),
        *_promises(view.commitments, when, buttons=False),
    ]
    if incident.status is Status.CLOSED:
        closed = when.at(incident.closed_at) if incident.closed_at else ""
        blocks.append(context(f"📁 Cerrado {closed}. La historia está en el hilo."))
    else:
        blocks.append(context(checklist_line(view.checklist)))
    blocks.append(_buttons(view))
    summary = f"{incident.code} · {view.client.name} · {words.cell(incident.effective_severity(), incident.status)}"
    return Message(summary, tuple(blocks))


def story(view: IncidentView, when: When) -> Block:
    """Everything about one incident, to read: the facts, the duties, the promises, and how it went."""
    incident = view.incident
    blocks = [
        section(
            f"*{esc(view.client.name)}*{'  ·  🔒 privado' if incident.private else ''}\n{quoted(incident.text, 1500)}"
        ),
        *_facts(view, when),
    ]
    if incident.measures:
        label = "Cómo se ha solucionado" if incident.status is not Status.UNRESOLVED else "Qué se está haciendo"
        blocks.append(section(f"*{label}*\n{quoted(incident.measures, 1000)}"))
    blocks += [
        *_duties(view, when, settled=True),
        *_promises(view.commitments, when, buttons=view.may_handle),
        section("*Para cerrarlo*\n" + checklist(view.checklist)),
    ]
    if view.may_handle and not incident.is_closed():
        blocks.append(_buttons(view))
    blocks += [divider(), *_timeline(view.timeline, when)]
    return modal(incident.code, blocks)


def told_to_caller(view: IncidentView, when: When) -> Message:
    """``ver INC-12``, for the caller only."""
    blocks = tuple(story(view, when)["blocks"])
    return Message(f"{view.incident.code} · {view.client.name}", blocks)


def _facts(view: IncidentView, when: When) -> list[Block]:
    incident = view.incident
    flags = [
        text
        for text, on in (
            ("⛔ El cliente no puede trabajar.", incident.cannot_work),
            ("🚨 Error imposible.", incident.never_event),
            ("🧗 Va para largo.", incident.hard and incident.status is Status.UNRESOLVED),
        )
        if on
    ]
    blocks = [
        fields(
            ("Gravedad y estado", words.cell(incident.effective_severity(), incident.status)),
            ("Quién lo lleva", person(incident.owner)),
            ("Responsabilidad", words.RESPONSIBILITY[incident.responsibility]),
            ("Lo contó", f"{person(incident.reporter)} {when.at(incident.created_at)}"),
        )
    ]
    if flags:
        blocks.append(section(" ".join(flags)))
    return blocks


def _duties(view: IncidentView, when: When, *, settled: bool) -> list[Block]:
    shown = [notice for notice in view.notices if settled or notice.state is not NoticeState.REPLACED]
    if not shown:
        return []
    lines = [plan.line(notice, view.client, when) for notice in shown[-MOST_NOTICES:]]
    if len(shown) > MOST_NOTICES:
        lines.insert(0, f"… y {len(shown) - MOST_NOTICES} anteriores")
    return [section("*Contárselo al cliente*\n" + "\n".join(lines))]


_PROMISE_MARK = {CommitmentState.OPEN: "🤝", CommitmentState.KEPT: "✔️", CommitmentState.BROKEN: "✖️"}


def _promises(promises: Sequence[Commitment], when: When, *, buttons: bool) -> list[Block]:
    blocks = []
    for promise in promises[-10:]:
        what = one_line(promise.what, 200) if promise.what else "lo prometido al contar el incidente"
        state = {
            CommitmentState.OPEN: f"para {when.at(promise.due_at)}",
            CommitmentState.KEPT: "cumplido a tiempo",
            CommitmentState.BROKEN: f"se hizo, pero pasada la hora ({when.at(promise.due_at)})",
        }[promise.state]
        accessory = button("Cumplido", "promise_kept", promise.id) if promise.state is CommitmentState.OPEN else None
        blocks.append(
            section(
                f"{_PROMISE_MARK[promise.state]} *Prometido:* {what} · {state}",
                accessory=accessory if buttons else None,
            )
        )
    return blocks


def checklist(items: tuple[tuple[Missing, bool], ...]) -> str:
    return "\n".join(f"{'☑️' if done else '⬜'} {words.MISSING[item]}" for item, done in items)


def checklist_line(items: tuple[tuple[Missing, bool], ...]) -> str:
    missing = [words.MISSING[item].lower() for item, done in items if not done]
    if not missing:
        return "☑️ Todo listo: ya se puede cerrar."
    return f"Para cerrarlo falta: {'; '.join(missing)}."


def _buttons(view: IncidentView) -> Block:
    incident = view.incident
    buttons = [button("Ver todo", "incident_open", incident.id)]
    if not incident.is_closed():
        ready = all(done for _, done in view.checklist)
        if incident.status is Status.UNRESOLVED:
            buttons.append(button("Ya está solucionado", "incident_resolved", incident.id))
        buttons.append(button("Ha cambiado algo", "incident_change", incident.id))
        buttons.append(button("Cerrar", "incident_close", incident.id, style="primary" if ready else None))
    return actions(*buttons)


def _timeline(entries: Sequence[Entry], when: When) -> list[Block]:
    lines = [f"• {when.at(entry.at)}: {entry_line(entry, when)}" for entry in entries[-MOST_ENTRIES:]]
    if len(entries) > MOST_ENTRIES:
        lines.insert(0, f"… y {len(entries) - MOST_ENTRIES} anteriores")
    blocks, text = [], "*Qué ha ido pasando*"
    for line in lines:
        if len(text) + len(line) > 2800:
            blocks.append(section(text))
            text = line
        else:
            text += f"\n{line}"
    return [*blocks, section(text)]


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
            return f"✏️ {who}: {'; '.join(_changed(name, before, after) for name in after)}."
        case EntryKind.PROMISED:
            what = _text(after, "what", 300) or "una solución"
            return f"🤝 {who} promete al cliente: {what}, para {_at(after, 'due_at', when)}."
        case EntryKind.PROMISE_SETTLED:
            what = _text(after, "what", 300) or "lo prometido"
            return f"{'✔️' if after.get('kept') else '✖️'} {who}: {what}, {'a tiempo' if after.get('kept') else 'pasada la hora'}."
        case EntryKind.LEAD_CONFIRMED:
            return f"✅ {who} da su visto bueno."
        case EntryKind.CLOSED:
            return f"📁 {who} lo cierra."
        case _:
            return f"{who} ha cambiado la ficha del cliente."


def _told(entry: Entry, when: When) -> str:
    after = entry.after
    mood = Mood(str(after["mood"]))
    parts = [
        f"✅ {person(entry.who)} se lo contó a {_text(after, 'spoke_with')} ({_channel(after)}) {_at(after, 'told_at', when)}.",
        f"*Le dijo:* {_text(after, 'said', 700)}",
    ]
    if after.get("client_said"):
        parts.append(f"*El cliente:* {_text(after, 'client_said', 700)}")
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
        case "hard":
            return "va para largo" if value else "ya no va para largo"
        case _:
            return f"medidas: {one_line(str(value), 400) or 'ninguna'}"
