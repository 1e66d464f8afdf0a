"""An incident changes or closes: the form, and what comes of it (domain.md §3, §5)."""

from bot.domain.errors import Refused
from bot.domain.views import Changed, Closing, IncidentView
from bot.domain.words import Severity, Status
from messages import plan, words
from messages.blocks import (
    Block,
    checkboxes,
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
from messages.incident import checklist
from messages.report import HARD
from messages.times import When


def form(view: IncidentView, *, resolved: bool = False) -> Block:
    """How the incident stands; ``resolved`` opens it with the good news already chosen."""
    incident = view.incident
    status = Status.RESOLVED if resolved else HARD if incident.hard else incident.status
    statuses = [
        option("No solucionada", Status.UNRESOLVED),
        option("No solucionada, y va para largo", HARD),
        option("Solucionada: al cliente ya le funciona", Status.RESOLVED),
    ]
    severities = [option(words.SEVERITY[value].capitalize(), value) for value in (Severity.MAJOR, Severity.MINOR)]
    flags = [
        option("El cliente no puede trabajar", "cannot_work"),
        option("Es un error imposible: de los que nunca deben pasar", "never_event"),
    ]
    chosen = [name for name in ("cannot_work", "never_event") if getattr(incident, name)]
    responsibilities = [option(text.capitalize(), value) for value, text in words.RESPONSIBILITY.items()]
    # What was being done is no solution: whoever resolves it reads it again, since the client will.
    measures, hint = "¿Qué se ha hecho o se está haciendo?", "Es lo que el cliente va a querer oír."
    if resolved:
        measures, hint = "¿Cómo se ha solucionado?", "El cliente lo va a leer así: cuéntalo como ha acabado."
    blocks = [
        context(f"{esc(view.client.name)} · {one_line(incident.text)}"),
        field("status", "¿Cómo está ahora?", radios("status", statuses, status)),
        field("severity", "¿Cómo de grave es?", radios("severity", severities, incident.severity)),
        field("flags", "¿Algo de esto?", checkboxes("flags", flags, chosen), optional=True),
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


def closed(closing: Closing) -> Block:
    return modal(
        "Cerrado",
        [
            section(f"📁 *{closing.incident.code}* queda cerrado. Gracias por cuidarlo hasta el final."),
            context(f"La historia completa sigue en `/incidente ver {closing.incident.code}`."),
        ],
    )


def not_ready(error: Refused) -> Block:
    """What is missing, as a checklist: each line is something to do."""
    items = error.details["checklist"]
    code = str(error.details["code"])
    return modal(
        "Todavía no",
        [
            section(f"Para cerrar *{code}* falta lo que está sin marcar:"),
            section(checklist(items)),  # type: ignore[arg-type]  # the desk's own checklist
            context("Cuando esté, pulsa otra vez «Cerrar el incidente»."),
        ],
    )
