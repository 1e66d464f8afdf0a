"""The forms behind the buttons of corrective actions (domain.md §5)."""

from bot.domain.corrective import Phase
from bot.domain.incident import Incident
from bot.domain.views import ActionAbout, ActionView
from messages.actions import state_line, what_of
from messages.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    day,
    esc,
    field,
    modal,
    one_line,
    option,
    people,
    radios,
    section,
    text_input,
    typeahead,
)
from messages.fitting import cut
from messages.times import When

_PHASES = {
    Phase.PREVENTION: ("Prevención", "Para que no vuelva a pasar"),
    Phase.CONTAINMENT: ("Contención", "Para arreglarlo ahora"),
}


def options(found: list[ActionAbout]) -> list[Element]:
    """What an action may be about, for the field that asks."""
    return [
        option(cut(f"{about.incident.code} · {about.client.name}", 75), about.key) for about in found if about.incident
    ]


def form(about: ActionAbout | None) -> Block:
    """A new action; ``about`` None asks first for the incident."""
    phases = [option(text, phase, hint) for phase, (text, hint) in _PHASES.items()]
    what = "Por ejemplo: probar la copia de seguridad cada lunes"
    knowing = "Por ejemplo: un mes sin que falte ningún correo"
    blocks = [
        field("phase", "¿Para qué es?", radios("phase", phases, Phase.PREVENTION)),
        field("what", "¿Qué se va a hacer?", text_input("what", lines=True, most=1000, placeholder=what)),
        field(
            "how_we_know",
            "¿Cómo sabremos que ha funcionado?",
            text_input("how_we_know", most=1000, placeholder=knowing),
            hint="Dos semanas después de hacerla, otra persona lo comprueba con esto.",
        ),
        field("owner", "¿Quién la hace?", people("owner", about.owner if about else None)),
        field("due_on", "¿Para qué día?", day("due_on"), hint="Se lo recuerdo dos días laborables antes."),
    ]
    if about is None:
        which = typeahead("action_about", placeholder="Escribe el número o el cliente")
        blocks.insert(0, field("action_about", "¿De qué incidente?", which))
    elif about.incident is not None:
        blocks.insert(0, context(_about(about.incident, esc(about.client.name))))
        if not about.planned:
            blocks.append(actions(button("No hace falta prevención", "no_prevention", about.incident.id)))
    else:
        blocks.insert(0, context(f"{esc(about.client.name)} · se marcha, y esto sale de lo que nos dijo"))
    key = about.key if about else ""
    return modal("Añadir acción", blocks, callback="action_add", submit="Añadir", metadata=key)


def _about(incident: Incident, client: str) -> str:
    return f"{incident.code} · {client} · {one_line(incident.text)}"


def added(view: ActionView, key: str, when: When) -> Block:
    """What comes of a new action, and the way to the next one."""
    action = view.action
    told = "" if action.owner == action.created_by else " Se lo acabo de decir."
    blocks = [
        section(f"✅ *{what_of(action)}*\nPara {when.day(action.due_on)}."),
        section(f"La hace <@{action.owner}>.{told} Se lo recuerdo a tiempo, y dos semanas después de hecha "
                "pregunto a otra persona si ha funcionado."),
        actions(button("Añadir otra", "action_add_another", key)),
    ]  # fmt: skip
    return modal("Anotada", blocks)


def move_form(view: ActionView, when: When) -> Block:
    action = view.action
    blocks = [
        *_head(view, when),
        field("due_on", "¿Para qué día?", day("due_on")),
        field("reason", "¿Por qué cambia?", text_input("reason", most=500), hint=_asked(action.postponed)),
    ]
    return modal("Aplazar", blocks, callback="action_move", submit="Guardar", metadata=str(action.id))


def _asked(postponed: int) -> str:
    return "Como ya se aplazó antes, se lo cuento también al supervisor." if postponed else ""


def drop_form(view: ActionView, when: When) -> Block:
    label = "¿Por qué no procede?"
    blocks = [*_head(view, when), field("reason", label, text_input("reason", lines=True, most=500))]
    return modal("No procede", blocks, callback="action_drop", submit="Guardar", metadata=str(view.action.id))


def failed_form(view: ActionView, when: When) -> Block:
    """It did not work: what was seen, and until when it is tried again."""
    owner = view.action.owner
    blocks = [
        *_head(view, when),
        field("reason", "¿Qué ha pasado?", text_input("reason", lines=True, most=500)),
        field("due_on", "¿Para qué día se vuelve a intentar?", day("due_on")),
        context(f"Vuelve a manos de <@{owner}>; se lo digo yo."),
    ]
    return modal("No funcionó", blocks, callback="action_failed", submit="Guardar", metadata=str(view.action.id))


def reassign_form(view: ActionView, when: When) -> Block:
    """Somebody else does it or, once it is done, somebody else verifies it."""
    doing = view.action.is_open()
    label = "¿Quién la hace?" if doing else "¿Quién comprueba si funcionó?"
    hint = "Os lo digo a los dos." if doing else "Cualquiera menos quien la hizo. Se lo digo yo."
    blocks = [*_head(view, when), field("person", label, people("person"), hint=hint)]
    return modal("Reasignar", blocks, callback="action_reassign", submit="Reasignar", metadata=str(view.action.id))


def _head(view: ActionView, when: When) -> list[Block]:
    return [section(f"*{what_of(view.action, 400)}*\n{state_line(view.action, view.today, when)}")]


def no_prevention_form(about: ActionAbout) -> Block:
    """Nothing needs to be prevented, and why."""
    incident = about.incident
    blocks = [
        *([context(_about(incident, esc(about.client.name)))] if incident else []),
        field(
            "reason",
            "¿Por qué no hace falta prevenir nada?",
            text_input("reason", lines=True, most=500, placeholder="Por ejemplo: ese servicio se retira este mes"),
            hint="Queda en la historia del incidente.",
        ),
    ]
    return modal("Sin prevención", blocks, callback="no_prevention", submit="Guardar", metadata=about.key)


def no_prevention_noted(incident: Incident) -> Block:
    return modal("Anotado", [section(f"☑️ *{incident.code}*: queda decidido que no hace falta prevención.")])
