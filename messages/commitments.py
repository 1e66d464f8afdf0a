"""Promises to the client in words: the reminders, the lists, and the forms (domain.md §5)."""

from bot.domain.client import Client
from bot.domain.commitment import Commitment, CommitmentState, PromiseRung, TrackRecord
from bot.domain.views import Owed, PromiseAbout, PromisePage, PromiseView
from messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    divider,
    esc,
    field,
    header,
    modal,
    moment,
    one_line,
    option,
    person,
    section,
    text_input,
    typeahead,
)
from messages.contact import phone
from messages.fitting import cut
from messages.times import When

#: What is said where nobody wrote down what exactly was promised.
UNSAID = "lo prometido al contar el incidente"

_OPENING = {
    PromiseRung.WARNING: "⏳ Se acerca la hora de algo que prometiste. Si ya sabes que no llegas, dilo ahora.",
    PromiseRung.LAST_WARNING: "⏳ Queda muy poco. Si no vas a llegar, llama al cliente antes de que pase la hora.",
    PromiseRung.BROKEN: "💔 Ha pasado la hora y esto no consta como hecho. Llama al cliente: que lo sepa por ti.",
    PromiseRung.MORNING: "☀️ Buenos días. El cliente sigue esperando esto.",
    PromiseRung.NEW_HOUR: "📞 Llama ahora al cliente y dale la nueva hora, antes de que pase la de antes.",
    PromiseRung.HANDED: "↪️ Ahora te encargas tú de esto que prometimos.",
}


def what_of(commitment: Commitment, most: int = 200) -> str:
    return one_line(commitment.what, most) if commitment.what else UNSAID


def prompt(view: PromiseView, rung: PromiseRung, when: When) -> Message:
    """The reminder to its owner, with what can be done about it."""
    commitment, client = view.commitment, view.client
    late = commitment.state is CommitmentState.BROKEN
    title = f"Llama a {client.name}: lo prometido no llegó" if late else f"Lo prometiste a {client.name}"
    lines = [f"*{what_of(commitment, 400)}*", f"Para {when.at(commitment.due_at)} ({when.left(commitment.due_at)})."]
    if view.incident is not None:
        lines.append(f"{view.incident.code} · {one_line(view.incident.text, 140)}")
    blocks = [header(f"🤝 {title}"), section(_OPENING[rung]), section("\n".join(lines)), *_whom(client)]
    if late:
        blocks.append(context("Di qué ha pasado, pide disculpas por la hora y da una nueva a la que llegues seguro."))
    blocks += [*promising(view.record, client), _buttons(view)]
    text = f"{_OPENING[rung].split('.', maxsplit=1)[0]}: {what_of(commitment, 80)} ({esc(client.name)})."
    return Message(text, tuple(blocks))


def settled(view: PromiseView, when: When) -> Message:
    """What stays of a reminder when there is nothing left to do."""
    commitment = view.commitment
    at = when.at(commitment.settled_at) if commitment.settled_at else ""
    if view.moved_to is not None:
        line = f"🕐 Nueva hora: {when.at(view.moved_to.due_at)}. La dio {person(commitment.settled_by)} {at}."
    elif commitment.is_owed():
        line = f"↪️ Ahora se encarga {person(commitment.owner)}."
    elif commitment.state is CommitmentState.KEPT:
        line = f"✔️ *Cumplido a tiempo.* Lo anotó {person(commitment.settled_by)} {at}."
    else:
        line = f"✔️ Hecho, aunque pasada la hora. Lo anotó {person(commitment.settled_by)} {at}."
    text = f"{what_of(commitment)} · {esc(view.client.name)}"
    return Message("Esta promesa ya está atendida.", (section(f"{line}\n{text}"),))


def _whom(client: Client) -> list[Block]:
    contact = client.first_contact()
    if contact is None:
        return []
    number = f"📞 {phone(contact)}" if contact.phone else "📵 No tenemos su teléfono: añádelo en su ficha."
    return [section(f"👤 *{esc(contact.name)}* · {number}")]


def _buttons(view: PromiseView) -> Block:
    commitment = view.commitment
    late = commitment.state is CommitmentState.BROKEN
    done = button("Ya está hecho" if late else "Cumplido", "promise_kept", commitment.id, style="primary")
    move = button("Dar una nueva hora" if late else "Voy a incumplirlo", "promise_move", commitment.id)
    more: list[Element] = [button("Ficha del cliente", "client_open", view.client.id)]
    if view.incident is not None:
        more.insert(0, button("Ver todo", "incident_open", view.incident.id))
    return actions(done, move, *more)


def promising(record: TrackRecord, client: Client) -> list[Block]:
    """Stands before the fields of a promise."""
    warning = promise_less(record, client.name)
    return [context(warning)] if warning else []


def promise_less(record: TrackRecord, client: str) -> str:
    """What is said to whoever is about to promise, once the client has seen two broken ones (§5); "" before that."""
    if not record.has_lost_trust():
        return ""
    return (
        f"⚠️ A {esc(client)} ya le hemos fallado {record.broken} veces a la hora prometida. "
        "Promete menos: una hora a la que llegues seguro, o solo cuándo volverás a llamar."
    )


def move_form(view: PromiseView, when: When) -> Block:
    """An honest new hour, and what the client said if they have heard it already."""
    commitment, client = view.commitment, view.client
    contact = client.first_contact()
    name = contact.name if contact else client.name
    blocks = [
        section(f"*{what_of(commitment, 400)}*\nLo prometido era para {when.at(commitment.due_at)}."),
        *_whom(client),
        *promising(view.record, client),
        field("due_at", "¿Para cuándo, siendo honestos?", moment("due_at"), hint="Mejor tarde y cierto que pronto."),
        field(
            "reason",
            "¿Por qué no llega a su hora?",
            text_input("reason", most=500, placeholder="Con tus palabras, como se lo dirías al cliente"),
        ),
        field(
            "client_said",
            f"Si ya has hablado con {name}: ¿qué te ha dicho?",
            text_input("client_said", lines=True),
            hint="Si aún no, déjalo vacío: te recuerdo que llames y te doy unas palabras para empezar.",
            optional=True,
        ),
    ]
    return modal("Nueva hora", blocks, callback="promise_move", submit="Guardar", metadata=str(commitment.id))


def moved(view: PromiseView, when: When) -> Block:
    """What comes of a new hour."""
    text = f"🕐 {what_of(view.commitment)}: ahora, para {when.at(view.commitment.due_at)}."
    return modal("Guardado", [section(text), context("La hora de antes queda también anotada.")])


def options(found: list[PromiseAbout]) -> list[Element]:
    """What a promise may be about: an open incident, or just a client."""
    return [_option(about) for about in found]


def _option(about: PromiseAbout) -> Element:
    if about.incident is None:
        return option(cut(f"{about.client.name}, sin incidente", 75), f"client:{about.client.id}")
    return option(cut(f"{about.incident.code} · {about.client.name}", 75), f"incident:{about.incident.id}")


def form(about: PromiseAbout | None) -> Block:
    """A promise, with its hour: a day alone is no promise."""
    warning = promise_less(about.record, about.client.name) if about else ""
    picked = typeahead("promise_about", _option(about) if about else None, "Escribe el cliente o el número")
    blocks = [
        field("promise_about", "¿A quién se lo has prometido?", picked),
        field("what", "¿Qué le has prometido?", text_input("what", most=500)),
        field("due_at", "¿Para qué día y hora?", moment("due_at"), hint="Te lo recuerdo antes de que llegue."),
    ]
    return modal(
        "Un compromiso", [*([section(warning)] if warning else []), *blocks], callback="promise_new", submit="Anotar"
    )


def made(view: PromiseView, when: When) -> Block:
    text = f"🤝 {what_of(view.commitment)}, a {esc(view.client.name)}, para {when.at(view.commitment.due_at)}."
    warning = promise_less(view.record, view.client.name)
    return modal("Anotado", [section(text), context(warning or "Te aviso con tiempo antes de esa hora.")])


def page(found: PromisePage, when: When) -> Message:
    """What is still owed, the next hour first, with what can be done about each."""
    title = f"Lo prometido a {esc(found.client.name)}" if found.client else "Lo prometido"
    if found.mine:
        title = "Lo que has prometido"
    blocks = [section(f"*{title}*" + (f" ({found.total})" if found.total else "")), context(_record_line(found))]
    if not found.items:
        blocks.append(section("Nada pendiente. Cuando prometas algo, anótalo con `/incidente compromiso`."))
    for owed in found.items:
        blocks += [section(_line(owed, when)), _row(owed)]
    blocks += [divider(), _pager(found)]
    return Message(f"{title}: {found.total}", tuple(blocks))


def _line(owed: Owed, when: When) -> str:
    commitment = owed.commitment
    late = "💔 " if commitment.state is CommitmentState.BROKEN else "🤝 "
    about = f" · {owed.incident.code}" if owed.incident else ""
    hour = f"{when.at(commitment.due_at)} ({when.left(commitment.due_at)})"
    return f"{late}*{what_of(commitment, 140)}*\n{esc(owed.client.name)}{about} · {hour} · {person(commitment.owner)}"


def _row(owed: Owed) -> Block:
    commitment = owed.commitment
    late = commitment.state is CommitmentState.BROKEN
    return actions(
        button("Ya está hecho" if late else "Cumplido", "promise_kept", commitment.id),
        button("Dar una nueva hora" if late else "Voy a incumplirlo", "promise_move", commitment.id),
    )


def _record_line(found: PromisePage) -> str:
    whose = "Con este cliente" if found.client else "Tú"
    kept, broken = found.record.kept, found.record.broken
    if not kept + broken:
        return f"{whose}: todavía no hay ninguna cumplida ni incumplida."
    return f"{whose}: {kept} a tiempo y {broken} fuera de hora."


def _pager(found: PromisePage) -> Block:
    def state(number: int, *, mine: bool) -> str:
        return f"{number}:{int(mine)}:{found.client.id if found.client else 0}"

    buttons = [button("Anotar un compromiso", "promise_new", f"client:{found.client.id}" if found.client else "")]
    if found.page > 1:
        buttons.append(button("← Anteriores", "promises_previous", state(found.page - 1, mine=found.mine)))
    if found.page < found.pages:
        buttons.append(button("Siguientes →", "promises_next", state(found.page + 1, mine=found.mine)))
    if found.client is None:
        other = "Los de todos" if found.mine else "Los míos"
        buttons.append(button(other, "promises_whose", state(1, mine=not found.mine)))
    return actions(*buttons)


def story(promises: tuple[Commitment, ...], when: When, *, buttons: bool) -> list[Block]:
    """The promises of one incident, on its card and in its story; what was moved keeps its former hour."""
    blocks = []
    for promise in promises[-10:]:
        settled_late = f"se hizo, pero pasada la hora ({when.at(promise.due_at)})"
        owed_late = f"💔 debía estar {when.at(promise.due_at)}"
        mark, state = {
            CommitmentState.OPEN: ("🤝", f"para {when.at(promise.due_at)}"),
            CommitmentState.KEPT: ("✔️", "cumplido a tiempo"),
            CommitmentState.MOVED: ("🕐", f"era para {when.at(promise.due_at)}; se le dio otra hora"),
            CommitmentState.BROKEN: ("✖️", owed_late if promise.is_owed() else settled_late),
        }[promise.state]
        replaced = any(other.replaces_id == promise.id for other in promises)
        if promise.state is CommitmentState.BROKEN and replaced:
            state = f"no llegó a su hora ({when.at(promise.due_at)}); se le dio otra"
        accessory = button("Cumplido", "promise_kept", promise.id) if promise.is_owed() and buttons else None
        blocks.append(section(f"{mark} *Prometido:* {what_of(promise)} · {state}", accessory=accessory))
    return blocks
