"""The forms about a client who leaves: to listen with, and what they said when we spoke again (domain.md §7)."""

from bot.domain.departure import Departure, DepartureView, Leaving, Step
from messages.blocks import (
    Block,
    Element,
    actions,
    button,
    checkboxes,
    context,
    esc,
    field,
    modal,
    option,
    person,
    quote,
    section,
    text_input,
)
from messages.times import When

TALK, CHANCE, AGAIN = "talk", "chance", "again"
_MOST = 1500


def form(leaving: Leaving) -> Block:
    """To listen with: what they said, in their words."""
    name = esc(leaving.client.name)
    more = [
        option("Quiere hablarlo con alguien", TALK),
        option("Nos da otra oportunidad", CHANCE),
        option("Más adelante podemos volver a contactarle", AGAIN, "Solo cuando lo que falló esté corregido"),
    ]
    blocks = [
        section(f"*{name} se va.* Apunta lo que te ha dicho, con sus palabras. Nadie te va a juzgar por traerlo."),
        field("reasons", "¿Por qué se va?", text_input("reasons", lines=True, placeholder="Como te lo ha contado")),
        field(
            "processes",
            "¿Qué no funcionó?",
            text_input("processes", lines=True, most=_MOST, placeholder="Los pedidos urgentes, las facturas…"),
            optional=True,
        ),
        field(
            "departments",
            "¿En qué áreas?",
            text_input("departments", most=_MOST, placeholder="Almacén, facturación…"),
            optional=True,
        ),
        field(
            "roles",
            "¿En qué puestos de cara al cliente?",
            text_input("roles", most=_MOST, placeholder="Recepción, técnico de guardia…"),
            hint="Puestos, no personas: aquí no se buscan culpables.",
            optional=True,
        ),
        field(
            "for_management",
            "¿Qué quiere que lea la dirección?",
            text_input("for_management", lines=True),
            hint="Llega tal cual, ahora mismo, al supervisor.",
            optional=True,
        ),
        field("more", "Además", checkboxes("more", more), optional=True),
    ]
    metadata = f"{leaving.client.id}:{leaving.seen}"
    return modal("Un cliente se va", blocks, callback="departure", submit="Guardar", metadata=metadata)


def already(leaving: Leaving, found: Departure, when: When) -> Block:
    """Somebody has told of it before."""
    line = f"{person(found.told_by)} ya lo contó {when.at(found.told_at)}. Lo lleva {person(found.owner)}."
    blocks: list[Block] = [section(f"🚪 *{esc(leaving.client.name)} se va.* {line}")]
    buttons: list[Element] = [button("Anotar otra conversación", "departure_new", leaving.client.id)]
    if leaving.may_handle:
        blocks.append(quote(found.reasons))
        buttons.insert(0, button("Ver cómo va", "departure_open", found.id, style="primary"))
    return modal("Ya está anotado", [*blocks, actions(*buttons)])


def told(view: DepartureView, user: str) -> Block:
    """What comes of the form."""
    owner, name = view.departure.owner, esc(view.client.name)
    if owner == user:
        line = "Te mando ahora unas palabras para despedirte, y lo que viene después."
        if view.step is Step.CHANCE:
            line = "Te mando ahora cómo llevarlo: en persona, y que se cumpla cada promesa."
    else:
        line = f"Se lo he dicho a {person(owner)}, que lleva a {name}."
    blocks = [section(f"✅ Anotado. {line}")]
    if view.departure.for_management and view.lead:
        blocks.append(section(f"📨 Lo que quiere que lea la dirección le llega ahora a {person(view.lead)}, tal cual."))
    blocks.append(
        context("Gracias por escucharle: perder a un cliente duele, y traerlo aquí ayuda a que no se repita.")
    )
    return modal("Anotado", blocks)


def contacted_form(view: DepartureView) -> Block:
    """`Ya he hablado`: what they said to it."""
    blocks = [
        section(f"*{esc(view.client.name)}*\nVuelva o no, lo que te diga vale para mejorar."),
        field("client_said", "¿Qué te ha dicho?", text_input("client_said", lines=True)),
    ]
    return modal(
        "Ya he hablado", blocks, callback="departure_contacted", submit="Guardar", metadata=str(view.departure.id)
    )


def contacted(view: DepartureView) -> Block:
    return modal("Anotado", [section(f"✅ Anotado. Gracias por volver a hablar con {esc(view.client.name)}.")])
