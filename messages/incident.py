"""An incident as people see it: the card in the channel, the whole story, and each line of its timeline."""

from bot.domain.notice import NoticeState
from bot.domain.views import IncidentView
from bot.domain.words import Status
from messages import action_lists, amends, closing, commitments, plan, reviews, satisfaction, timeline, words
from messages.blocks import (
    Block,
    Element,
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
    quote,
    section,
)
from messages.times import When

MOST_NOTICES = 8


def card(view: IncidentView, when: When) -> Message:
    """The incident at a glance, as it stands now."""
    incident = view.incident
    blocks = [
        header(f"{incident.code} · {view.client.name}"),
        quote(incident.text),
        *_facts(view, when),
        *_duties(view, when, settled=False),
        *commitments.story(view.commitments, when, buttons=False),
        *amends.story(view, buttons=False),
        *action_lists.story(view.actions, incident, when, buttons=False),
        *reviews.story(view),
        *satisfaction.story(view, when, buttons=False),
    ]
    if incident.is_closed():
        blocks.append(context(f"{_closed_line(view, when)} La historia está en el hilo."))
    else:
        blocks.append(context(closing.checklist_line(view.checklist)))
    blocks.append(actions(button("Ver todo", "incident_open", incident.id), *_changing(view)))
    summary = (
        f"{incident.code} · {esc(view.client.name)} · {words.cell(incident.effective_severity(), incident.status)}"
    )
    return Message(summary, tuple(blocks))


def story(view: IncidentView, when: When) -> Block:
    """Everything about one incident, to read: the facts, the duties, the promises, and how it went."""
    incident = view.incident
    blocks = [
        section(f"*{esc(view.client.name)}*{'  ·  🔒 privado' if incident.private else ''}"),
        quote(incident.text, 1500),
        *_facts(view, when),
    ]
    if incident.measures:
        label = "Cómo se ha solucionado" if incident.status is not Status.UNRESOLVED else "Qué se está haciendo"
        blocks += [section(f"*{label}*"), quote(incident.measures, 1000)]
    blocks += [
        *_duties(view, when, settled=True),
        *commitments.story(view.commitments, when, buttons=view.may_handle),
        *amends.story(view, buttons=True),
        *action_lists.story(view.actions, incident, when, buttons=True),
        *reviews.story(view),
        *satisfaction.story(view, when, buttons=True),
        *_ending(view, when),
    ]
    if view.may_handle:
        blocks.append(actions(*_changing(view), *reviews.asking(view)))
    blocks += [divider(), *timeline.blocks(view.timeline, when)]
    return modal(incident.code, blocks)


def told_to_caller(view: IncidentView, when: When) -> Message:
    """``ver INC-12``, for the caller only."""
    blocks = tuple(story(view, when)["blocks"])
    return Message(f"{view.incident.code} · {esc(view.client.name)}", blocks)


def _facts(view: IncidentView, when: When) -> list[Block]:
    incident = view.incident
    never = f": {one_line(incident.never_event_name)}" if incident.never_event_name else ""
    flags = [
        text
        for text, on in (
            ("⛔ El cliente no puede trabajar.", incident.cannot_work),
            (f"🚨 Error imposible{never}.", incident.never_event),
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


def _ending(view: IncidentView, when: When) -> list[Block]:
    if view.incident.is_closed():
        return [section(_closed_line(view, when))]
    return [section("*Para cerrarlo*\n" + closing.checklist(view.checklist))]


def _closed_line(view: IncidentView, when: When) -> str:
    return f"📁 Cerrado {when.at(view.incident.closed_at)}." if view.incident.closed_at else "📁 Cerrado."


def _changing(view: IncidentView) -> list[Element]:
    """The buttons that change an incident."""
    incident = view.incident
    if incident.is_closed():
        return [button("Reabrir", "incident_reopen", incident.id)]
    ready = all(done for _, done in view.checklist)
    buttons = [button("Ha cambiado algo", "incident_change", incident.id)]
    if incident.status is Status.UNRESOLVED:
        buttons.insert(0, button("Ya está solucionado", "incident_resolved", incident.id))
    # Not just «Cerrar»: in a window that word stands on the button that only leaves it.
    close = button("Cerrar el incidente", "incident_close", incident.id, style="primary" if ready else None)
    return [*buttons, action_lists.adding(incident), close]
