"""The forms of making it up to the client: the figures, the choice with the arithmetic in sight, and the answers."""

import json
from dataclasses import asdict, dataclass

from bot.domain.amends import AmendsState, Figures, Option, Proposal, usual_amount
from bot.domain.views import AmendsAbout, AmendsView
from messages.amends import BECAUSE, OPTION, sums
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
    person,
    radios,
    section,
    text_input,
)
from messages.fitting import cut
from messages.money import amount, typed, unit_of
from messages.times import When

MOST_REASON = 500
_FREE = {
    Option.WAIT_FOR_RENEWAL: "Sin coste ahora; se habla al renovar",
    Option.END_CONTRACT: "Se pierde lo que vale conservarlo; lo decide el supervisor",
}


@dataclass(frozen=True)
class Sheet:
    """What has been typed so far, carried from one step to the other in the form itself."""

    incident_id: int
    seen: int
    figures: Figures
    option: str = ""
    amount: str = ""
    reason: str = ""

    def packed(self) -> str:
        # Slack keeps 3,000 characters: the longest reason fits, as it was typed.
        return json.dumps({**asdict(self), "figures": list(asdict(self.figures).values())}, ensure_ascii=False)

    @staticmethod
    def unpacked(text: str) -> "Sheet":
        kept = json.loads(text)
        return Sheet(**{**kept, "figures": Figures(*kept["figures"])})


def figures_form(about: AmendsAbout, sheet: Sheet | None = None) -> Block:
    """The first step. What was reckoned for this client before stands there already."""
    known = sheet.figures if sheet else None
    blocks = [
        section(
            f"*{esc(about.client.name)} · {about.incident.code}*\nCon cuatro cifras te digo qué haría yo. "
            "Vale una estimación: mejor aproximada que ninguna."
        )
    ]
    former = about.former
    start: dict[str, str] = {}
    if known is not None:
        start = {"margin": typed(known.margin_cents), "acquisition": typed(known.acquisition_cents)}
        start |= {"years": str(known.years), "error": typed(known.error_cents)}
    elif former is not None and former.currency == about.currency:
        start = {"margin": typed(former.margin_cents), "acquisition": typed(former.acquisition_cents)}
        start["years"] = str(former.years)
        blocks.append(context("Las tres primeras son las de la última vez con este cliente: cámbialas si han variado."))
    unit = f"En {unit_of(about.currency)}."
    blocks += [
        _amount(
            "margin", "¿Qué margen os deja este cliente al año?", start, f"{unit} Lo que queda, no lo que factura."
        ),
        _number("years", "¿Cuántos años más calculas que seguirá?", start, "Años enteros. Por ejemplo: 3"),
        _amount("acquisition", "¿Cuánto cuesta conseguir un cliente como este?", start, f"{unit} Visitas, ofertas…"),
        _amount(
            "error", "¿Cuánto os cuesta este error?", start, f"{unit} Horas, material, penalizaciones. Puede ser 0."
        ),
        context("🔒 Las cifras solo las veis quien lleva el incidente, su supervisor y la administración."),
    ]
    metadata = sheet.packed() if sheet else f"{about.incident.id}:{about.seen}"
    return modal("Compensar", blocks, callback="amends_figures", submit="Siguiente", metadata=metadata)


def _amount(name: str, label: str, start: dict[str, str], hint: str) -> Block:
    return field(name, label, text_input(name, start.get(name, ""), most=40, placeholder="1.200,50"), hint=hint)


def _number(name: str, label: str, start: dict[str, str], hint: str) -> Block:
    return field(name, label, text_input(name, start.get(name, ""), most=10), hint=hint)


def choice_form(sheet: Sheet, about: AmendsAbout, proposal: Proposal) -> Block:
    """The second step: the arithmetic, what the bot would do and why, and what the person decides."""
    currency = about.currency
    options = [option(OPTION[one], one, _usually(one, sheet.figures, currency)) for one in Option]
    cost = f" ({amount(proposal.amount_cents, currency)})" if proposal.amount_cents else ""
    limit = amount(about.limit * 100, currency)
    blocks = [
        section("*Las cuentas*\n" + "\n".join(sums(sheet.figures, currency))),
        section(f"💡 *Propongo:* {OPTION[proposal.option].lower()}{cost}, porque {BECAUSE[proposal.because]}."),
        context("Decides tú: cámbialo si no encaja."),
        field("option", "¿Qué hacemos?", radios("option", options, sheet.option or proposal.option)),
        field(
            "amount",
            "¿Cuánto?",
            text_input("amount", sheet.amount, most=40),
            hint=f"En {unit_of(currency)}. Si lo dejas vacío, lo que pone junto a la opción. "
            f"Por encima de {limit}, o para terminar el contrato, hace falta el visto bueno del supervisor.",
            optional=True,
        ),
        field(
            "reason",
            "¿Por qué?",
            text_input("reason", sheet.reason, lines=True, most=MOST_REASON),
            hint="Queda en la historia del incidente y lo lee todo el equipo: no pongas cantidades aquí.",
        ),
        actions(button("← Cambiar las cifras", "amends_back")),
    ]
    return modal("Compensar", blocks, callback="amends_choice", submit="Proponer", metadata=sheet.packed())


def _usually(one: Option, figures: Figures, currency: str) -> str:
    cents = usual_amount(one, figures)
    return amount(cents, currency) if cents else _FREE.get(one, "Sin coste añadido")


def proposed(view: AmendsView) -> Block:
    """What comes of the proposal, and what to do next."""
    found, name = view.amends, esc(view.client.name)
    if found.state is AmendsState.PROPOSED:
        return modal(
            "Propuesto",
            [
                section(f"⏳ Se lo he preguntado a {person(view.approvers[0])}. Te digo en cuanto lo decida."),
                context(f"A {name} todavía no le prometas nada."),
            ],
        )
    return modal(
        "Aprobado",
        [
            section(f"👍 Queda aprobado: {OPTION[found.option].lower()}. Ahora háblalo con {name}."),
            actions(button("Acordado con el cliente", "amends_agree", found.id, style="primary")),
            context(f"Si lo hablas más tarde, lo tienes en `/incidente ver {view.incident.code}`."),
        ],
    )


def reject_form(view: AmendsView) -> Block:
    blocks = [
        section(f"*{OPTION[view.amends.option]}* para {esc(view.client.name)} · {view.incident.code}"),
        field(
            "reason",
            "¿Por qué no?",
            text_input("reason", lines=True, most=MOST_REASON),
            hint="Lo lee quien lo propuso y queda en la historia del incidente: no pongas cantidades aquí.",
        ),
    ]
    return modal("No aprobarla", blocks, callback="amends_reject", submit="No aprobar", metadata=str(view.amends.id))


def agree_form(view: AmendsView) -> Block:
    contact = view.client.first_contact()
    name = contact.name if contact else view.client.name
    blocks = [
        section(f"*{OPTION[view.amends.option]}* para {esc(view.client.name)} · {view.incident.code}"),
        field(
            "client_said",
            cut(f"¿Qué te ha dicho {name}?", 150),
            text_input("client_said", lines=True, most=1000),
            hint="Con sus palabras. Si no lo acepta, cierra esto y propón otra cosa.",
        ),
    ]
    metadata = str(view.amends.id)
    return modal("Acordado", blocks, callback="amends_agree", submit="Anotar", metadata=metadata)


def agreed(view: AmendsView) -> Block:
    text = f"🤝 Anotado: {OPTION[view.amends.option].lower()}, de acuerdo con {esc(view.client.name)}."
    return modal(
        "Anotado", [section(text), context("Cumplirlo es lo que cuenta. Si lleva fecha, anota un compromiso.")]
    )


def decided(view: AmendsView, when: When) -> Block:
    """To whoever has just decided."""
    approved = view.amends.state is not AmendsState.REJECTED
    at = when.at(view.amends.decided_at) if view.amends.decided_at else ""
    line = "👍 Aprobado" if approved else "👎 No aprobado"
    asked = person(view.amends.proposed_by)
    return modal(
        "Decidido",
        [
            section(f"{line} {at}. Se lo digo a {asked}."),
            context(f"{view.incident.code} · {one_line(view.incident.text)}"),
        ],
    )
