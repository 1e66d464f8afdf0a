"""Clients: the list, a profile, and the form to change it."""

from bot.domain.client import Client, Contact
from bot.domain.views import ClientPage, Profile
from bot.domain.words import Channel
from messages import departure, warning, words
from messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    checkboxes,
    context,
    divider,
    esc,
    field,
    fields,
    modal,
    one_line,
    option,
    people,
    person,
    plain,
    section,
    select,
    text_input,
)
from messages.contact import email, phone
from messages.fitting import cut
from messages.listing import item
from messages.times import When

NO_PREFERENCE = "none"
FIRST, LEAVES = "first", "leaves"


def page(found: ClientPage) -> Message:
    """One page of clients, each with a way to its profile."""
    if not found.clients:
        text = "Todavía no hay clientes. El primero se añade al contar un incidente con `/incidente`."
        if found.words:
            text = f"Ningún cliente se llama algo como «{esc(found.words)}». Mira todos con `/incidente clientes`."
        return Message("Clientes", (section(text),))
    pages = f" · página {found.page} de {found.pages}" if found.pages > 1 else ""
    blocks: list[Block] = [section(f"*Clientes* ({found.total}){pages}")]
    for client in found.clients:
        contact = client.first_contact()
        who = f" · {esc(contact.name)}" if contact else ""
        blocks.append(
            section(
                f"*{esc(client.name)}*{who} · lo lleva {person(client.owner)}",
                accessory=button("Ficha", "client_open", client.id, hint=f"Ficha de {client.name}"),
            )
        )
    buttons = []
    if found.page > 1:
        buttons.append(button("← Anteriores", "clients_previous", f"{found.page - 1}:{found.words}"))
    if found.page < found.pages:
        buttons.append(button("Siguientes →", "clients_next", f"{found.page + 1}:{found.words}"))
    if buttons:
        blocks.append(actions(*buttons))
    return Message(f"Clientes: {found.total}", tuple(blocks))


def profile(found: Profile, when: When) -> Block:
    """A client's profile, to read, with its latest incidents."""
    client = found.client
    blocks: list[Block] = [
        fields(
            ("Quién lo lleva", person(client.owner)),
            ("Supervisor", person(client.lead) if client.lead else "el de la casa"),
            ("Cuánto quiere saber", words.WISH[client.wish]),
            ("Canal preferido", words.CHANNEL[client.preferred] if client.preferred else "correo (el de siempre)"),
        ),
        *(warning.profile(found.warning, when) if found.warning and not _says_they_leave(found) else []),
        *(departure.profile(found.leaving, when) if found.leaving else []),
        divider(),
    ]
    for contact in client.contacts[:10]:
        change = button("Cambiar", "person_edit", f"{client.id}:{contact.id}", hint=f"Cambiar a {contact.name}")
        blocks.append(section(_contact(contact), accessory=change if found.may_edit else None))
    if len(client.contacts) > 1:
        blocks.append(context("Por este orden: si la primera persona no contesta, se prueba con la siguiente."))
    if found.may_edit:
        edit = button("Cambiar la ficha", "client_edit", client.id)
        blocks.append(actions(edit, button("Añadir a otra persona", "person_add", client.id)))
    blocks.append(divider())
    if found.history:
        blocks.append(section(f"*Sus incidentes* ({found.total})"))
        blocks += [item(listed) for listed in found.history]
    else:
        blocks.append(context("Sin incidentes. Que siga así."))
    return modal(client.name, blocks)


def _says_they_leave(found: Profile) -> bool:
    """Who has said so needs no signs of it, nor the word that there are none."""
    return found.leaving is not None and not found.leaving.departure.is_over()


def _contact(contact: Contact) -> str:
    lines = [f"👤 *{esc(contact.name)}* · se le trata {words.ADDRESS[contact.address]}"]
    lines.append(f"📞 {phone(contact)}" if contact.phone else "📵 Sin teléfono")
    lines.append(f"✉️ {email(contact)}" if contact.email else "📭 Sin correo")
    reachable = contact.reachable or "todos los días de 8 a 21 (lo normal)"
    lines.append(f"🕘 Se le puede llamar: {esc(reachable)}{f', hora de {esc(contact.zone)}' if contact.zone else ''}")
    if contact.note:
        lines.append(f"📝 {one_line(contact.note, 300)}")
    return "\n".join(lines)


def form(client: Client) -> Block:
    """The profile as a form: who looks after the client and how much they want to hear."""
    channels = [
        option("Sin preferencia (correo)", NO_PREFERENCE),
        *(option(words.CHANNEL[one].capitalize(), one) for one in (Channel.PHONE, Channel.EMAIL, Channel.TEXT)),
    ]
    blocks = [
        field("name", "Nombre del cliente", text_input("name", client.name, most=150)),
        field("owner", "¿Quién lo lleva?", people("owner", client.owner)),
        field(
            "lead",
            "Su supervisor",
            people("lead", client.lead or None),
            hint="A quien aviso si se pasa una hora. Vacío: el de la casa.",
            optional=True,
        ),
        field(
            "wish",
            "¿Cuánto quiere saber?",
            select("wish", [option(text, value) for value, text in words.WISH.items()], client.wish),
        ),
        field(
            "preferred",
            "¿Por dónde prefiere que le avisemos?",
            select("preferred", channels, client.preferred or NO_PREFERENCE),
        ),
    ]
    return modal("Ficha del cliente", blocks, callback="client", submit="Guardar", metadata=str(client.id))


def person_form(client: Client, contact: Contact | None, *, may_forget: bool = False) -> Block:
    """A person at the client, new (None) or as they are: how and when to reach them.

    ``may_forget``: their personal data can be deleted from here.
    """
    known = contact or Contact(workspace_id=client.workspace_id, name="")
    addresses = [option(text.capitalize(), value) for value, text in words.ADDRESS.items()]
    blocks = [
        field("name", "Nombre", text_input("name", known.name, most=120)),
        field("phone", "Teléfono", text_input("phone", known.phone, most=40), optional=True),
        field("email", "Correo", text_input("email", known.email, most=254), optional=True),
        field("address", "¿Cómo se le trata?", select("address", addresses, known.address)),
        field(
            "reachable",
            "¿A qué horas se le puede llamar?",
            text_input("reachable", known.reachable, most=200, placeholder="L-V 09:00-14:00 16:00-19:00"),
            hint="Días L M X J V S D. A cualquier hora: L-D 24h. Vacío: todos los días de 8 a 21.",
            optional=True,
        ),
        field(
            "zone",
            "Su zona horaria",
            text_input("zone", known.zone, most=60, placeholder="America/Bogota"),
            hint="Solo si no es la nuestra. Por ejemplo: Atlantic/Canary, America/Mexico_City.",
            optional=True,
        ),
        field(
            "note",
            "Idioma, o algo que convenga saber",
            text_input("note", known.note, lines=True, most=1000),
            optional=True,
        ),
    ]
    choices = [option("Es la primera persona a la que llamar", FIRST)]
    if contact is not None:
        choices.append(option("Ya no está allí: quitarla", LEAVES))
    chosen = [FIRST] if contact is not None and contact is client.first_contact() else []
    blocks.append(field("order", "Además", checkboxes("order", choices, chosen), optional=True))
    metadata = f"{client.id}:{contact.id if contact else ''}"
    if contact is not None and may_forget:
        blocks.append(actions(_forget(metadata, contact)))
    return modal("Persona de contacto", blocks, callback="person", submit="Guardar", metadata=metadata)


def _forget(which: str, contact: Contact) -> Element:
    name = cut(contact.name, 80)
    return button("Borrar sus datos", "person_forget", which, style="danger") | {
        "confirm": {
            "title": plain("¿Borrar sus datos?", 100),
            "text": plain(
                f"Desaparecen el nombre, el teléfono y el correo de {name} de su ficha, de los incidentes y de la "
                "historia. Lo que pasó se queda. No se puede deshacer.",
                300,
            ),
            "confirm": plain("Borrar", 30),
            "deny": plain("No", 30),
            "style": "danger",
        }
    }


def forgotten(client: Client) -> Block:
    """The personal data of somebody there are gone: what that means, and what a person still has to do."""
    blocks = [
        section("✅ Sus datos ya no están. Lo que pasó sigue anotado, sin su nombre."),
        context(
            "Los mensajes que ya estaban en los hilos de Slack no puedo cambiarlos: si hace falta, bórralos allí. "
            "Si guardaste alguna exportación, bórrala también."
        ),
    ]
    if not client.contacts:
        add = actions(button("Añadir a otra persona", "person_add", client.id, style="primary"))
        blocks += [section(f"Ahora no tenemos a nadie a quien llamar en *{esc(client.name)}*."), add]
    return modal("Datos borrados", blocks)
