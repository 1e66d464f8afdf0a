"""An incident closes or is opened again: what is missing, what to press for it, and why it is reopened (§5)."""

from bot.domain.closing import Checklist, Missing
from bot.domain.errors import Refused
from bot.domain.views import Changed, Closing, IncidentView
from messages import plan, words
from messages.blocks import (
    Block,
    actions,
    button,
    context,
    esc,
    field,
    modal,
    one_line,
    option,
    radios,
    section,
    text_input,
)
from messages.times import When

#: What is true once it is ticked: the same words serve before and after.
MISSING = {
    Missing.NOT_RESOLVED: "Está solucionado",
    Missing.CLIENT_NOT_TOLD: "El cliente sabe que está solucionado",
    Missing.NOT_MET: "Nos hemos visto en persona con el cliente",
    Missing.PROMISES_OPEN: "Lo prometido está resuelto",
    Missing.LEAD_NOT_CONFIRMED: "El supervisor lo ha confirmado",
    Missing.PREVENTION_UNDECIDED: "Está decidido qué se hace para que no se repita",
    Missing.REVIEW_OPEN: "La revisión está terminada",
}
#: The same, as what is left to do.
STILL_TO_DO = {
    Missing.NOT_RESOLVED: "solucionarlo",
    Missing.CLIENT_NOT_TOLD: "que el cliente sepa que está solucionado",
    Missing.NOT_MET: "vernos en persona con el cliente",
    Missing.PROMISES_OPEN: "resolver lo prometido",
    Missing.LEAD_NOT_CONFIRMED: "que el supervisor lo confirme",
    Missing.PREVENTION_UNDECIDED: "decidir qué se hace para que no se repita",
    Missing.REVIEW_OPEN: "terminar la revisión",
}
#: What to press for it, and where.
NEXT_STEP = {
    Missing.NOT_RESOLVED: "Cuando al cliente le funcione, pulsa «Ya está solucionado».",
    Missing.CLIENT_NOT_TOLD: "Quien lo lleva se lo cuenta y lo anota en el mensaje que le mandé, "
    "con «He escrito» o «He llamado».",
    Missing.NOT_MET: "Tras la visita o la videollamada, quien lo lleva pulsa «Ya nos hemos visto» en su mensaje.",
    Missing.PROMISES_OPEN: "Cuando esté hecho, pulsa «Cumplido» en «Ver todo», junto a lo prometido.",
    Missing.LEAD_NOT_CONFIRMED: "El supervisor pulsa «Lo confirmo» en el mensaje que le mandé.",
    Missing.PREVENTION_UNDECIDED: "Pulsa «Añadir acción» y elige prevención; si no hace falta, dilo allí mismo.",
    Missing.REVIEW_OPEN: "Una vez solucionado, pulsa «Hacer la revisión» en «Ver todo»; "
    "cuando los demás la hayan visto, «Darla por buena».",
}
#: What can be pressed right beside it: the button's words and its action; the rest waits in somebody's messages.
_BESIDE = {
    Missing.NOT_RESOLVED: ("Ya está solucionado", "incident_resolved"),
    Missing.PROMISES_OPEN: ("Ver todo", "incident_open"),
    Missing.PREVENTION_UNDECIDED: ("Añadir acción", "action_add"),
    Missing.REVIEW_OPEN: ("Ver todo", "incident_open"),
}


def checklist(items: Checklist) -> str:
    """What closing needs, ticked or with what to press for it."""
    return "\n".join(_ticked(item) if done else _open(item) for item, done in items)


def _ticked(item: Missing) -> str:
    return f"☑️ {MISSING[item]}"


def _open(item: Missing) -> str:
    return f"⬜ {MISSING[item]}\n👉 _{NEXT_STEP[item]}_"


def checklist_line(items: Checklist) -> str:
    """The same in a line or two: what is left, and the one thing to do now."""
    missing = [item for item, done in items if not done]
    if not missing:
        return "☑️ Todo listo: ya se puede cerrar."
    return f"Para cerrarlo falta: {'; '.join(STILL_TO_DO[item] for item in missing)}.\n👉 {NEXT_STEP[missing[0]]}"


def not_ready(error: Refused) -> Block:
    """What is missing, as a checklist: each line is something to do, with its button where it can be done at once."""
    items: Checklist = error.details["checklist"]  # type: ignore[assignment]  # the desk's own checklist
    incident_id, code = int(str(error.details["incident_id"])), str(error.details["code"])
    blocks = [section(f"Para cerrar *{code}* falta lo que está sin marcar:")]
    ticked = [_ticked(item) for item, done in items if done]
    if ticked:
        blocks.append(section("\n".join(ticked)))
    for item, done in items:
        if not done:
            beside = button(*_BESIDE[item], incident_id) if item in _BESIDE else None
            blocks.append(section(_open(item), accessory=beside))
    return modal("Todavía no", [*blocks, context("Cuando esté, pulsa otra vez «Cerrar el incidente».")])


def closed(closing: Closing) -> Block:
    code = closing.incident.code
    return modal(
        "Cerrado",
        [
            section(f"📁 *{code}* queda cerrado. Gracias por cuidarlo hasta el final."),
            context(f"La historia completa sigue en `/incidente ver {code}`; desde allí también se puede reabrir."),
        ],
    )


def reopen_form(view: IncidentView) -> Block:
    """Why it is opened again, and whether the client has to hear of it."""
    incident = view.incident
    answers = [
        option("Sí, al cliente no le funciona", "failing", "Se le vuelve a avisar"),
        option("No, pero quedó algo por hacer", "working", "Al cliente no se le dice nada nuevo"),
    ]
    blocks = [
        context(f"{esc(view.client.name)} · {one_line(incident.text)}"),
        field("failing", "¿Está fallando otra vez?", radios("failing", answers)),
        field(
            "reason",
            "¿Por qué se reabre?",
            text_input("reason", lines=True, most=1000),
            hint="Queda en la historia del incidente, con tu nombre.",
        ),
    ]
    return modal(incident.code, blocks, callback="reopen", submit="Reabrir", metadata=str(incident.id))


def reopened(changed: Changed, when: When) -> Block:
    """What opening it again brings: who tells the client what, by when."""
    lines = [plan.will(notice, changed.client, when) for notice in changed.notices]
    text = "\n".join(lines) if lines else "Al cliente no hay que contarle nada nuevo."
    cell = words.cell(changed.incident.effective_severity(), changed.incident.status)
    return modal(
        "Reabierto",
        [
            section(f"📂 *{changed.incident.code}* está abierto otra vez: {cell}"),
            section(text),
            actions(button("Ver todo", "incident_open", changed.incident.id)),
        ],
    )
