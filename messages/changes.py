"""An incident changes: the form, and what comes of it (domain.md §3)."""

from bot.domain.views import Changed, IncidentView
from bot.domain.words import Severity, Status
from messages import never_events as never
from messages import plan, words
from messages.blocks import (
    Block,
    context,
    esc,
    field,
    modal,
    one_line,
    option,
    radios,
    section,
    select,
    text_input,
)
from messages.report import HARD
from messages.times import When


def form(view: IncidentView, never_events: tuple[str, ...] = (), *, resolved: bool = False) -> Block:
    """How the incident stands; ``resolved`` opens it with the good news already chosen."""
    incident = view.incident
    status = Status.RESOLVED if resolved else HARD if incident.hard else incident.status
    statuses = [
        option("No solucionada", Status.UNRESOLVED),
        option("No solucionada, y va para largo", HARD),
        option("Solucionada: al cliente ya le funciona", Status.RESOLVED),
    ]
    severities = [option(words.SEVERITY[value].capitalize(), value) for value in (Severity.MAJOR, Severity.MINOR)]
    responsibilities = [option(text.capitalize(), value) for value, text in words.RESPONSIBILITY.items()]
    # What was being done is no solution: whoever resolves it reads it again, since the client will.
    measures, hint = "¿Qué se ha hecho o se está haciendo?", "Es lo que el cliente va a querer oír."
    if resolved:
        measures, hint = "¿Cómo se ha solucionado?", "El cliente lo va a leer así: cuéntalo como ha acabado."
    blocks = [
        context(f"{esc(view.client.name)} · {one_line(incident.text)}"),
        field("status", "¿Cómo está ahora?", radios("status", statuses, status)),
        field("severity", "¿Cómo de grave es?", radios("severity", severities, incident.severity)),
        *never.ask(
            never_events,
            cannot_work=incident.cannot_work,
            never_event=incident.never_event,
            name=incident.never_event_name,
        ),
        field(
            "measures",
            measures,
            text_input("measures", "" if resolved else incident.measures, lines=True),
            hint=hint,
            optional=True,
        ),
        field(
            "responsibility",
            "¿De quién es la responsabilidad?",
            select("responsibility", responsibilities, incident.responsibility),
        ),
    ]
    return modal(incident.code, blocks, callback="change", submit="Guardar", metadata=str(incident.id))


def done(changed: Changed, when: When) -> Block:
    """What the change brings: who tells the client what, by when."""
    lines = [plan.will(notice, changed.client, when) for notice in changed.notices]
    text = "\n".join(lines) if lines else "No hay nada más que contarle al cliente por ahora."
    cell = words.cell(changed.incident.effective_severity(), changed.incident.status)
    return modal("Guardado", [section(f"✅ *{changed.incident.code}*: {cell}"), section(text)])
