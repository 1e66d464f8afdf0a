"""How content the client is, and the team: the question, its form, and what stands in the story (domain.md §5)."""

from bot.domain.incident import Entry, EntryKind
from bot.domain.satisfaction import SCORES, Satisfaction
from bot.domain.views import IncidentView, SatisfactionView
from messages import plan
from messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    esc,
    field,
    header,
    modal,
    one_line,
    option,
    person,
    quote,
    radios,
    section,
    text_input,
)
from messages.times import When

_SCORE = {
    1: "😠 1 · Nada contento",
    2: "😕 2 · Poco contento",
    3: "😐 3 · Ni bien ni mal",
    4: "🙂 4 · Contento",
    5: "😀 5 · Muy contento",
}


def ask(view: SatisfactionView, *, again: bool) -> Message:
    """The question to whoever told the client what changed."""
    found, incident = view.satisfaction, view.incident
    title = f"¿Qué nota nos pone {view.client.name}?"
    opening = "☀️ Buenos días. Esto sigue sin anotar.\n" if again else ""
    blocks = (
        header(f"⭐ {title}"),
        section(
            f"{opening}{_name(view)} ya sabe qué ha cambiado gracias a lo que nos contó. "
            "Apunta la nota que te ha dado, *del 1 al 5*, y sus palabras. Es un minuto."
        ),
        quote(incident.text, 200),
        actions(
            button("Anotar la nota", "satisfaction_answer", found.id, style="primary"),
            button("No me la ha dicho", "satisfaction_rest", found.id),
            button("Ver todo", "incident_open", incident.id),
        ),
        context(
            f"{incident.code} · No la adivines: si no ha querido decirla, pulsa «No me la ha dicho». "
            "Si aún no te ha contestado, déjalo: te lo recuerdo otro día."
        ),
    )
    return Message(f"⭐ {esc(title)} {incident.code}", blocks)


def settled(view: SatisfactionView, recipient: str, when: When) -> Message:
    """What stays of the question once it is answered, with somebody else, or at rest."""
    found, incident = view.satisfaction, view.incident
    about = f"{esc(view.client.name)} · {incident.code}"
    buttons: list[Element] = []
    if not found.is_open():
        at = when.at(found.answered_at) if found.answered_at else ""
        line = f"⭐ {scores(found)}. Lo anotó {person(found.answered_by)} {at}."
        if found.lacks_team():
            buttons.append(_team_button(found))
    elif found.assignee != recipient:
        line = f"↪️ Ahora se encarga {person(found.assignee)}."
    else:
        line = "⭐ De momento queda sin nota: no vuelvo a preguntar. Si te la dice, apúntala aquí."
        buttons.append(button("Anotar la nota", "satisfaction_answer", found.id))
    blocks: list[Block] = [section(f"{line}\n{about}")]
    if buttons:
        blocks.append(actions(*buttons))
    return Message(f"{incident.code}: la nota del cliente ya está atendida.", tuple(blocks))


def low(view: SatisfactionView, when: When) -> Message:
    """The lead hears of a low score at once, in the client's words."""
    found, incident = view.satisfaction, view.incident
    text = f"{esc(view.client.name)} nos pone un {found.client_score} de 5"
    at = when.at(found.answered_at) if found.answered_at else ""
    blocks: list[Block] = [
        header(f"{_SCORE[found.client_score or 1][0]} {view.client.name} nos pone un {found.client_score} de 5"),
        section(f"Es por {incident.code}. Lo habló {_name(view)} con {person(found.answered_by)}; anotado {at}."),
    ]
    if found.client_words:
        blocks += [section("*Con sus palabras:*"), quote(found.client_words)]
    blocks += [section("*El incidente:*"), quote(incident.text, 300)]
    buttons = [
        button("Ver todo", "incident_open", incident.id),
        button("Ficha del cliente", "client_open", view.client.id),
    ]
    if view.may_make_amends:
        buttons.insert(0, button("Compensar", "amends_start", incident.id, style="primary"))
    advice = f"Habla con {person(incident.owner)} y llamad al cliente antes de que sea tarde: quiere que le escuchéis."
    blocks += [context(advice), actions(*buttons)]
    return Message(f"🔴 {text} ({incident.code}).", tuple(blocks))


def form(view: SatisfactionView) -> Block:
    """Both scores; once the client's is there, only the team's."""
    found = view.satisfaction
    blocks = [context(f"{view.incident.code} · {esc(view.client.name)} · {one_line(view.incident.text)}")]
    if found.is_open():
        blocks += client_fields(optional=False)
        blocks.append(
            field(
                "client_words",
                "¿Con qué palabras lo dijo?",
                text_input("client_words", lines=True, placeholder="Tal como lo dijo, si te acuerdas"),
                optional=True,
            )
        )
    else:
        blocks.append(section(f"⭐ {scores(found)}"))
    blocks += [
        field(
            "team_score",
            "¿Y el equipo? ¿Qué nota os ponéis?",
            radios("team_score", _options()),
            optional=found.is_open(),
        ),
        field("team_words", "¿Por qué?", text_input("team_words", lines=True, most=1000), optional=True),
    ]
    return modal("La nota del cliente", blocks, callback="satisfaction", submit="Anotar", metadata=str(found.id))


def client_fields(*, optional: bool) -> list[Block]:
    """The client's own score, as a field of this form or of the proof that they were told."""
    return [
        field(
            "client_score",
            "¿Qué nota nos pone el cliente, del 1 al 5?",
            radios("client_score", _options()),
            hint="La suya, no la que tú crees. Si no te la ha dicho, déjalo vacío." if optional else "",
            optional=optional,
        )
    ]


def answered(view: SatisfactionView, *, by_client: bool) -> Block:
    """``by_client``: it was the client's score that has just been written down."""
    found = view.satisfaction
    blocks = [section(f"✅ {scores(found)}. Queda en la historia de {view.incident.code}.")]
    if by_client and found.is_low() and view.lead not in ("", found.answered_by):
        blocks.append(
            context(f"Es una nota baja: se lo digo también a {person(view.lead)}, para que os eche una mano.")
        )
    return modal("Anotado", blocks)


def story(view: IncidentView, when: When, *, buttons: bool) -> list[Block]:
    """What stands of it in the incident's story, and on its card."""
    found = view.satisfaction
    if found is None:
        return []
    if found.is_open():
        asking = f" · se la he pedido a {person(found.assignee)}" if found.next_at else ""
        line = f"⭐ *La nota del cliente:* sin anotar{asking}"
        accessory = button("Anotar la nota", "satisfaction_answer", found.id)
    else:
        at = f" · {person(found.answered_by)} {when.at(found.answered_at)}" if found.answered_at else ""
        line = f"⭐ {scores(found)}{at}"
        accessory = _team_button(found)
    shown = buttons and view.may_answer and found.lacks_team()
    blocks = [section(line, accessory=accessory if shown else None)]
    if buttons and found.client_words:
        blocks.append(quote(found.client_words, 400))
    return blocks


def scores(found: Satisfaction) -> str:
    """«*El cliente:* 4 de 5 · *El equipo:* 5 de 5»."""
    parts = [f"*El cliente nos pone:* {found.client_score} de 5"] if found.client_score is not None else []
    if found.team_score is not None:
        parts.append(f"*El equipo:* {found.team_score} de 5")
    return " · ".join(parts)


def line(entry: Entry) -> str:
    """What happened, on the timeline."""
    who, after = person(entry.who), entry.after
    if entry.kind is EntryKind.IMPROVED_WITHDRAWN:
        return "Ha vuelto a fallar: de momento no se le cuenta al cliente qué ha mejorado."
    if entry.kind is EntryKind.SATISFACTION_RESTED:
        return f"⭐ {who}: el cliente no ha dicho qué nota nos pone."
    parts = []
    if after.get("client_score"):
        heard = f" *El cliente:* {one_line(str(after['client_words']), 500)}" if after.get("client_words") else ""
        parts.append(f"el cliente nos pone un {after['client_score']} de 5.{heard}")
    if after.get("team_score"):
        why = f" {one_line(str(after['team_words']), 500)}" if after.get("team_words") else ""
        parts.append(f"el equipo se pone un {after['team_score']} de 5.{why}")
    return f"⭐ {who} lo anota: {' Y '.join(parts)}"


def _options() -> list[Element]:
    return [option(_SCORE[score], score) for score in SCORES]


def _team_button(found: Satisfaction) -> Element:
    return button("Añadir la del equipo", "satisfaction_answer", found.id)


def _name(view: SatisfactionView) -> str:
    return plan.name_of(view.contact, view.client)
