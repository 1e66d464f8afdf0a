"""A client is leaving, in words: a form to listen with, goodbye, and what comes after it (domain.md §7)."""

from bot.domain.corrective import ActionState
from bot.domain.departure import DepartureView, Step
from bot.domain.incident import Entry, EntryKind
from bot.domain.words import Address, Channel, Responsibility, Severity, Status
from messages import links
from messages.actions import what_of
from messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    address,
    button,
    context,
    divider,
    esc,
    header,
    modal,
    one_line,
    person,
    quote,
    section,
)
from messages.contact import email, phone
from messages.drafts import Draft, Facts, Kind, draft
from messages.first_draft import OwnWords, script
from messages.times import When

_OPENING = {
    Step.CHANCE: "Te da otra oportunidad. Llévalo tú en persona: promete poco, con su hora, y que se cumpla todo.",
    Step.FAREWELL: "Ya lo ha decidido. Lo que queda es que se lleve un buen final: da las gracias, pide disculpas y "
    "escucha. Sin defenderse y sin insistir.",
    Step.INVESTIGATE: "Le dijimos que lo íbamos a investigar. Apunta qué va a cambiar, quién lo hace y para cuándo.",
    Step.RECONTACT: "Los cambios ya están hechos y comprobados, y nos dejó volver a contactar. Es el momento.",
}
_TASK = {
    Step.CHANCE: "nos da otra oportunidad",
    Step.FAREWELL: "se va: despídete bien",
    Step.INVESTIGATE: "se fue: ¿qué va a cambiar?",
    Step.RECONTACT: "se fue: cuéntale los cambios",
}


def prompt(
    view: DepartureView,
    step: Step,
    when: When,
    own: OwnWords,
    *,
    again: bool = False,
    handed_from: str | None = None,
) -> Message:
    """To the owner: what they said, what to do now, the words for it, and the buttons."""
    name = view.client.name
    mark = "🤝" if step is Step.CHANCE else "🚪"
    blocks = [header(f"{mark} {name} {_TASK[step]}")]
    if handed_from:
        blocks.append(context(f"Te llega a ti porque {person(handed_from)} no está disponible."))
    if again:
        blocks.append(section(f"☀️ Buenos días. Lo de {esc(name)} sigue por hacer."))
    blocks += [section(f"*{_OPENING[step]}*"), *_heard(view, when, short=step is not Step.FAREWELL), *_whom(view)]
    if step in (Step.FAREWELL, Step.RECONTACT):
        blocks += [divider(), *script(words(view, step, Channel.PHONE, own))]
    if step is not Step.FAREWELL:
        blocks += _changes(view, step)
    blocks.append(actions(*_buttons(view, step)))
    stop = "" if _TASK[step].endswith("?") else "."
    return Message(f"{mark} {esc(name)} {_TASK[step]}{stop}", tuple(blocks))


def waiting(view: DepartureView, when: When) -> Message:
    """What stays of a message while there is nothing to do, or nothing left."""
    found, name = view.departure, esc(view.client.name)
    if found.stays_at is not None:
        line = f"💚 *{name} se queda.* Lo anotó {person(found.stays_by)} {when.at(found.stays_at)}."
    elif found.contacted_again_at is not None:
        line = f"☎️ {person(found.contacted_again_by)} volvió a hablar con {name}, {when.at(found.contacted_again_at)}."
    elif found.farewell_at is not None:
        line = f"👋 {person(found.farewell_by)} se despidió de {name}, {when.at(found.farewell_at)}."
        if view.step is None:
            line += " " + _what_then(view)
    else:
        line = f"↪️ De la despedida de {name} se encarga ahora {person(found.owner)}."
    blocks = [section(line)]
    if found.client_said:
        blocks += [section("*Dijo:*"), quote(found.client_said)]
    return Message(f"{name}: ya está atendido.", tuple(blocks))


def _what_then(view: DepartureView) -> str:
    if any(action.state in (ActionState.OPEN, ActionState.DONE) for action in view.actions):
        if view.departure.may_contact_again:
            return "Cuando los cambios estén comprobados, te aviso para contárselos."
        return "Los cambios están en marcha. Pidió que no volviéramos a contactar."
    return "No queda nada pendiente."


def window(view: DepartureView, when: When, own: OwnWords) -> Block:
    """The same to look at, from a client's profile."""
    message = prompt(view, view.step, when, own) if view.step else waiting(view, when)
    # No way back to the profile: Slack stacks no more than three windows.
    blocks = [
        {**one, "elements": [each for each in one["elements"] if each["action_id"] != "client_open"]}
        if one["type"] == "actions"
        else one
        for one in message.blocks
        if one["type"] != "header"
    ]
    if view.step is None:
        blocks += [*_heard(view, when, short=False), *_changes(view, None)]
        if not view.departure.is_over():
            blocks.append(actions(button("Añadir acción", "action_add", f"departure:{view.departure.id}")))
    return modal(view.client.name, blocks)


def mail(view: DepartureView, own: OwnWords) -> Block:
    """The same words to be written instead: to copy, or one press away from one's own program."""
    found = words(view, view.step or Step.FAREWELL, Channel.EMAIL, own)
    contact = view.client.first_contact()
    blocks = [section(f"*Asunto:* {esc(found.subject)}"), quote(found.body, 2900)]
    if contact is not None and contact.email:
        link = links.mailto(contact.email, found.subject, found.body)
        tail = "" if link else " (el texto es largo: cópialo y pégalo allí)"
        link = link or links.mailto_short(contact.email, found.subject)
        blocks.append(section(f"<{address(link)}|Abrir en mi correo>{tail}"))
    blocks.append(context("Cámbialo a tu gusto. Cuando lo hayas enviado, dímelo en el mensaje."))
    return modal("Por correo", blocks)


def to_lead(view: DepartureView, when: When) -> Message:
    """To the lead, at once: a client is leaving, and what they want management to read, as they said it."""
    found, name = view.departure, esc(view.client.name)
    what = "quiere irse y nos da otra oportunidad" if found.second_chance else "se va"
    blocks: list[Block] = [
        header(f"🚪 {view.client.name} {what}"),
        section(f"Se lo dijo a {person(found.told_by)} {when.at(found.told_at)}. Lo lleva {person(found.owner)}."),
    ]
    if found.for_management:
        blocks += [section("📨 *Esto quiere que lo lea la dirección:*"), quote(found.for_management, 3000)]
    blocks += _heard(view, when, short=False)
    if found.wants_to_talk:
        blocks.append(section("☎️ *Quiere hablarlo.* Pregunta a quien lo lleva si le llamáis los dos."))
    blocks.append(actions(button("Ver cómo va", "departure_open", found.id), _profile(view)))
    return Message(f"🚪 {name} {what}." + (" Te deja unas palabras." if found.for_management else ""), tuple(blocks))


def back(view: DepartureView, when: When) -> Message:
    """To the lead, next morning: whoever took the blow needs backing."""
    found, name = view.departure, esc(view.client.name)
    people = [user for user in dict.fromkeys((found.told_by, found.owner)) if user != view.lead]
    who = " y ".join(person(user) for user in people)
    day = when.day(found.told_at.astimezone(when.zone).date()).capitalize()
    text = f"🫶 {day} {name} dijo que se iba, y el disgusto se lo llevó {who}."
    blocks = [
        section(text),
        section(
            "Búscale hoy cinco minutos: pregunta cómo está, escucha y dale las gracias por dar la cara. "
            "Casi nunca falla quien recibe la queja; lo que falló lo vemos con las acciones."
        ),
    ]
    return Message(text, tuple(blocks))


def profile(view: DepartureView, when: When) -> list[Block]:
    """In the client's profile."""
    found = view.departure
    if found.is_over():
        line = waiting(view, when).blocks[0]["text"]["text"]
    else:
        state = "nos da otra oportunidad" if view.step is Step.CHANCE else "se va"
        line = f"🚪 *Dijo que {state}* {when.at(found.told_at)}. Lo lleva {person(found.owner)}."
    return [section(line, accessory=button("Ver cómo va", "departure_open", found.id))]


def line(entry: Entry) -> str:
    """One line of the timeline."""
    who, after = person(entry.who), entry.after
    match entry.kind:
        case EntryKind.DEPARTURE_TOLD:
            what = "da otra oportunidad" if after.get("second_chance") else "se va"
            return f"🚪 {who} anota que el cliente {what}: {one_line(str(after.get('reasons') or ''), 500)}"
        case EntryKind.DEPARTURE_FAREWELL:
            return f"👋 {who} se despidió del cliente."
        case EntryKind.DEPARTURE_LEAVES:
            return f"🚪 {who} anota que el cliente se va de todas formas."
        case EntryKind.DEPARTURE_STAYS:
            return f"💚 {who} anota que el cliente se queda."
        case EntryKind.DEPARTURE_HANDED:
            return f"↪️ De la despedida se encarga ahora {person(str(after.get('owner')))}."
        case _:
            return f"☎️ {who} volvió a hablar con el cliente: {one_line(str(after.get('client_said') or ''), 500)}"


def words(view: DepartureView, step: Step, channel: Channel, own: OwnWords) -> Draft:
    """The draft for this step: thanks and an apology, or what has changed since."""
    contact = view.client.first_contact()
    changed = [one.what for one in view.actions if one.state is ActionState.VERIFIED]
    return draft(
        Facts(
            kind=Kind.RETURN if step is Step.RECONTACT else Kind.FAREWELL,
            channel=channel,
            severity=Severity.MAJOR,
            status=Status.RESOLVED,
            responsibility=Responsibility.OURS,
            address=contact.address if contact else Address.USTED,
            contact=contact.name if contact else "",
            client=view.client.name,
            owner=view.owner.name if view.owner else "",
            owner_phone="",
            owner_email=view.owner.email if view.owner else "",
            what="",
            measures="\n".join(changed),
            who="",
            by_when="",
            hear_again="",
            not_first=False,
            cannot_work=False,
            wants_news=view.departure.may_contact_again,
        ),
        own,
    )


def _heard(view: DepartureView, when: When, *, short: bool) -> list[Block]:
    found = view.departure
    blocks = [section(f"*Lo que dijo* ({when.at(found.told_at)}, a {person(found.told_by)})")]
    blocks.append(quote(found.reasons, 300 if short else 900))
    lines = [
        f"*{label}:* {one_line(text, 300)}"
        for label, text in (
            ("Qué no funcionó", found.processes),
            ("Áreas", found.departments),
            ("Puestos", found.roles),
        )
        if text
    ]
    return [*blocks, section("\n".join(lines))] if lines else blocks


def _whom(view: DepartureView) -> list[Block]:
    contact = view.client.first_contact()
    if contact is None:
        return []
    lines = [f"👤 *{esc(contact.name)}*"]
    if contact.phone:
        lines.append(f"📞 {phone(contact)}")
    if contact.email:
        lines.append(f"✉️ {email(contact)}")
    talk = "\n☎️ Quiere hablarlo con alguien: llámale antes de escribir." if view.departure.wants_to_talk else ""
    return [section(" · ".join(lines) + talk)]


def _changes(view: DepartureView, step: Step | None) -> list[Block]:
    """What is being done about it, or was promised."""
    marks = {
        ActionState.VERIFIED: "✅",
        ActionState.DONE: "🔎",
        ActionState.OPEN: "🛠️",
        ActionState.NOT_APPLICABLE: "➖",
    }
    lines = [f"{marks[one.state]} {what_of(one, 140)}" for one in view.actions[:10]]
    if lines:
        return [section("*Qué está cambiando*\n" + "\n".join(lines))]
    if step is Step.CHANCE and view.promised:
        count = "una promesa anotada" if view.promised == 1 else f"{view.promised} promesas anotadas"
        return [context(f"🤝 Desde entonces: {count}. Las tienes en `/incidente compromisos`.")]
    return []


def _buttons(view: DepartureView, step: Step) -> list[Element]:
    found_id = view.departure.id
    add = button("Añadir acción", "action_add", f"departure:{found_id}")
    write = button("Prefiero escribirle", "departure_mail", found_id)
    match step:
        case Step.CHANCE:
            promise = button("Anotar lo prometido", "promise_new", f"client:{view.client.id}", style="primary")
            stays = button("Se queda", "departure_stays", found_id)
            return [promise, add, stays, button("Se va de todas formas", "departure_leaves", found_id)]
        case Step.FAREWELL:
            done = button("Ya me he despedido", "departure_farewell", found_id, style="primary")
            return [done, write, add, _profile(view)]
        case Step.RECONTACT:
            done = button("Ya he hablado", "departure_contacted", found_id, style="primary")
            return [done, write, _profile(view)]
        case Step.INVESTIGATE:
            return [button("Añadir acción", "action_add", f"departure:{found_id}", style="primary"), _profile(view)]


def _profile(view: DepartureView) -> Element:
    return button("Ficha del cliente", "client_open", view.client.id)
