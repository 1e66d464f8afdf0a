"""Making it up to the client in words: what is suggested, asked and decided (domain.md §5).

Figures stand only where the owner, the lead and admins look: ``story`` leaves them out for anybody else, and nothing
that goes to the channel asks for them.
"""

from bot.domain.amends import Amends, AmendsState, Because, Figures, Option
from bot.domain.client import Client
from bot.domain.incident import Incident
from bot.domain.views import AmendsView, IncidentView
from messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    esc,
    header,
    one_line,
    person,
    quote,
    section,
)
from messages.money import amount
from messages.times import When

OPTION = {
    Option.ABSORB: "Asumir nosotros el coste",
    Option.DISCOUNT: "Un descuento en la próxima renovación",
    Option.GESTURE: "Un detalle: un regalo o una invitación",
    Option.NOTHING_MORE: "Nada más que la solución",
    Option.WAIT_FOR_RENEWAL: "Solucionarlo y esperar a la renovación",
    Option.END_CONTRACT: "Terminar el contrato",
}
BECAUSE = {
    Because.NOT_WORTH_IT: "este error cuesta más que perder al cliente: seguir así no compensa a nadie",
    Because.MARGIN_TOO_SMALL: "el margen de este año no da para este error, pero el cliente sigue valiendo la pena: "
    "se soluciona y se habla con calma al renovar",
    Because.MAY_LEAVE: "el cliente quedó muy molesto: cuesta mucho menos conservarlo que perderlo",
    Because.WAS_UPSET: "el cliente quedó molesto: un detalle a tiempo dice que nos importa",
    Because.MARGIN_CARRIES_IT: "el margen de este año lo soporta: el cliente no debe pagar nuestro error",
    Because.COSTS_NOTHING: "no ha costado nada y el cliente está tranquilo: basta con haberlo solucionado bien",
}
STATE = {
    AmendsState.PROPOSED: "espera el visto bueno",
    AmendsState.APPROVED: "aprobada; falta hablarlo con el cliente",
    AmendsState.REJECTED: "no se aprobó",
    AmendsState.AGREED: "acordada con el cliente",
}
_MARK = {
    AmendsState.PROPOSED: "⏳",
    AmendsState.APPROVED: "👍",
    AmendsState.REJECTED: "👎",
    AmendsState.AGREED: "🤝",
}


def story(view: IncidentView, *, buttons: bool) -> list[Block]:
    """What stands of it in the incident's story, or on its card: without figures unless the view says so."""
    found = view.amends
    blocks: list[Block] = []
    pressed: list[Element] = []
    if found is not None:
        cost = f" · {amount(found.amount_cents, found.currency)}" if view.sees_figures and found.amount_cents else ""
        line = f"{_MARK[found.state]} *Compensación:* {OPTION[found.option].lower()}{cost} · {STATE[found.state]}"
        blocks.append(section(line))
        if view.sees_figures:
            blocks.append(context(*sums(found.figures, found.currency)))
            if found.client_said:
                blocks.append(quote(found.client_said, 400))
            if buttons and found.state is AmendsState.APPROVED:
                pressed.append(button("Acordado con el cliente", "amends_agree", found.id))
    if buttons and view.may_make_amends:
        pressed.append(button("Proponer otra cosa" if found else "Compensar", "amends_start", view.incident.id))
    return [*blocks, actions(*pressed)] if pressed else blocks


def sums(figures: Figures, currency: str) -> list[str]:
    """The arithmetic, a line to each step, so that anybody can check it."""

    def say(cents: int) -> str:
        return f"*{amount(cents, currency)}*"

    margin, error = amount(figures.margin_cents, currency), amount(figures.error_cents, currency)
    years = f"{figures.years} {'año' if figures.years == 1 else 'años'}"
    keeping, acquisition = amount(figures.keeping_cents, currency), amount(figures.acquisition_cents, currency)
    return [
        f"Conservarlo vale {margin} al año × {years} = {say(figures.keeping_cents)}",
        f"Perderlo costaría {keeping} + {acquisition} de conseguir otro = {say(figures.losing_cents)}",
        f"Este error cuesta {say(figures.error_cents)}",
        f"Del margen de este año queda {margin} − {error} = {say(figures.left_cents)}",
    ]


def offer(incident: Incident, client: Client, handed_from: str | None) -> Message:
    """The idea, once: the owner has the numbers in mind, and the client has just heard that it is solved."""
    text = f"¿Compensamos a {esc(client.name)} por {incident.code}?"
    blocks = [
        section(
            f"🎁 *{text}*\nYa está solucionado y el cliente lo sabe. Piénsalo con las cuentas delante: son dos minutos."
        ),
        quote(incident.text, 200),
        actions(
            button("Compensar", "amends_start", incident.id, style="primary"),
            button("Ver todo", "incident_open", incident.id),
        ),
        context("Si decides que no hace falta, no hagas nada: no vuelvo a preguntar."),
    ]
    return Message(text, (*_handed(handed_from), *blocks))


def offer_taken(found: Amends, incident: Incident, client: Client, when: When) -> Message:
    """What stays of the idea once somebody has taken it up."""
    line = f"🎁 {person(found.proposed_by)} ya ha propuesto cómo compensar a {esc(client.name)} por {incident.code}"
    return Message("Ya hay una propuesta.", (section(f"{line}, {when.at(found.proposed_at)}."),))


def ask(view: AmendsView, when: When, *, again: bool, handed_from: str | None) -> Message:
    """The question to the lead: everything needed to decide stands in it."""
    found, client = view.amends, view.client
    opening = "☀️ Buenos días. Esto sigue esperando tu decisión." if again else ""
    title = f"¿Apruebas esta compensación para {client.name}?"
    blocks = [header(f"🎁 {title}"), *_handed(handed_from)]
    if opening:
        blocks.append(section(opening))
    blocks += [
        section(f"{_what(found)}\nLo propone {person(found.proposed_by)} {when.at(found.proposed_at)}, porque:"),
        quote(found.reason, 500),
        section("*Las cuentas*\n" + "\n".join(sums(found.figures, found.currency))),
        section(f"{view.incident.code} · {one_line(view.incident.text, 200)}"),
        actions(
            button("Aprobar", "amends_approve", found.id, style="primary"),
            button("No", "amends_reject", found.id, hint="No aprobarla, y decir por qué"),
            button("Ver todo", "incident_open", view.incident.id),
        ),
    ]
    return Message(f"{opening} {esc(title)}".strip(), tuple(blocks))


def decided(view: AmendsView, when: When) -> Message:
    """What was decided, to whoever proposed it and to whoever talks with the client."""
    found, name = view.amends, esc(view.client.name)
    at = when.at(found.decided_at) if found.decided_at else ""
    who = person(found.decided_by)
    if found.state is AmendsState.REJECTED:
        text = f"No se aprueba la compensación para {name} ({view.incident.code})"
        next_step = [button("Proponer otra cosa", "amends_start", view.incident.id, style="primary")]
        after = "Puedes proponer otra cosa, con otra cantidad o de otra manera."
        first = f"👎 *{text}.* Lo decidió {who} {at}:"
    else:
        text = f"Aprobada la compensación para {name} ({view.incident.code})"
        next_step = [button("Acordado con el cliente", "amends_agree", found.id, style="primary")]
        after = "Ahora ofrécesela al cliente y anota qué te dice: hasta que él no la acepte, no está hecha."
        first = f"👍 *{text}.* La aprobó {who} {at}."
    blocks = [section(first)]
    if found.decision_reason:
        blocks.append(quote(found.decision_reason, 500))
    blocks += [section(_what(found)), context(after)]
    blocks.append(actions(*next_step, button("Ver todo", "incident_open", view.incident.id)))
    return Message(f"{text}.", tuple(blocks))


def settled(view: AmendsView, when: When) -> Message:
    """What stays of a message about it when there is nothing left to do there. Without figures: it stays for long."""
    found, name = view.amends, f"{esc(view.client.name)} · {view.incident.code}"
    decided_at = when.at(found.decided_at) if found.decided_at else ""
    match found.state:
        case AmendsState.AGREED:
            at = when.at(found.agreed_at) if found.agreed_at else ""
            line = f"🤝 Acordado con el cliente. Lo anotó {person(found.agreed_by)} {at}."
        case AmendsState.REJECTED:
            line = f"👎 No se aprobó. Lo decidió {person(found.decided_by)} {decided_at}."
        case AmendsState.APPROVED:
            line = f"👍 Aprobado por {person(found.decided_by)} {decided_at}."
        case _:
            line = "⏳ Espera el visto bueno."
    return Message("Esta compensación ya está decidida.", (section(f"🎁 {OPTION[found.option]} · {name}\n{line}"),))


def _what(found: Amends) -> str:
    cost = f": {amount(found.amount_cents, found.currency)}" if found.amount_cents else ""
    return f"*{OPTION[found.option]}{cost}*"


def _handed(handed_from: str | None) -> list[Block]:
    return [context(f"Te llega a ti porque {person(handed_from)} no está disponible.")] if handed_from else []
