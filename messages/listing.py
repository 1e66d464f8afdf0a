"""Lists of incidents, a page at a time, and the form to narrow them down."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.client import Client
from bot.domain.finding import MONTHS, MOST_TYPED, Search, Shown, packed
from bot.domain.views import Listed, ListPage
from bot.domain.words import Severity
from messages import words
from messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    day,
    esc,
    field,
    modal,
    one_line,
    option,
    people,
    person,
    section,
    select,
    text_input,
    typeahead,
)

ANY = "any"

_SHOWN = {
    Shown.OPEN: "abiertos",
    Shown.UNRESOLVED: "sin solucionar",
    Shown.RESOLVED: "solucionados",
    Shown.CLOSED: "cerrados",
}
_SEVERITY = {Severity.MAJOR: "importantes", Severity.MINOR: "menores"}


def page(found: ListPage) -> Message:
    """One page of incidents for the caller, with the way to the others and to narrow it down."""
    title = f"{_title(found)}: {found.total}" if found.items else _title(found)
    return Message(title, tuple(_blocks(found)))


def window(found: ListPage) -> Block:
    """The same, where the form was."""
    return modal("Incidentes", _blocks(found))


def _blocks(found: ListPage) -> list[Block]:
    title = _title(found)
    if not found.items:
        return [section(f"*{title}*\n{_empty(found)}"), _filters(found)]
    pages = f" · página {found.page} de {found.pages}" if found.pages > 1 else ""
    blocks: list[Block] = [section(f"*{title}* ({found.total}){pages}")]
    blocks += [item(listed) for listed in found.items]
    return [*blocks, *_pager(found), _filters(found)]


def item(listed: Listed) -> Block:
    incident = listed.incident
    lock = "🔒 " if incident.private else ""
    return section(
        f"{lock}*{incident.code}* · {esc(listed.client.name)} · "
        f"{words.cell(incident.effective_severity(), incident.status)} · {person(incident.owner)}\n"
        f"{one_line(incident.text, 140)}",
        accessory=button("Ver", "incident_open", incident.id, hint=f"Ver {incident.code}"),
    )


def _title(found: ListPage) -> str:
    """What is listed, in words: «Incidentes importantes abiertos de Acme con «correo», de marzo»."""
    asked = found.asked
    parts = ["Incidentes" if asked.narrows() or asked.shown is not Shown.ALL else "Todos los incidentes"]
    if asked.severity is not None:
        parts.append(_SEVERITY[asked.severity])
    if asked.shown in _SHOWN:
        parts.append(_SHOWN[asked.shown])
    if found.client is not None:
        parts.append(f"de {esc(found.client.name)}")
    if asked.words:
        parts.append(f"con «{one_line(asked.words, MOST_TYPED)}»")
    if found.mine:
        parts.append("que llevas tú")
    elif asked.owners:
        parts.append(f"que lleva {' o '.join(person(owner) for owner in asked.owners)}")
    return " ".join(parts) + _days(asked)


def _days(asked: Search) -> str:
    since, until = _day(asked.since), _day(asked.until)
    if since and since == until:
        return f", del {since}"
    if since and until:
        return f", del {since} al {until}"
    if since:
        return f", desde el {since}"
    return f", hasta el {until}" if until else ""


def _day(one: date | None) -> str:
    return f"{one.day} de {MONTHS[one.month - 1]} de {one.year}" if one else ""


def _empty(found: ListPage) -> str:
    asked = found.asked
    if found.nobody:
        names = ", ".join(f"«@{one_line(name, 40)}»" for name in found.nobody)
        return f"No sé quién es {names}. Pulsa «Filtrar» y elige a la persona en la lista."
    if asked.words:
        near = f" ¿Querías decir *{esc(found.near)}*?" if found.near else ""
        return f"No encuentro nada así.{near} Prueba con menos palabras, o pulsa «Filtrar»."
    if asked.severity or asked.since or asked.until:
        return "Ninguno. Prueba con otras fechas o con menos filtros."
    if found.mine:
        return "No llevas ninguno ahora mismo. Disfruta del momento."
    if found.client is not None:
        return "Ninguno. Todo en orden con este cliente."
    return "Ninguno. Si algo va mal, cuéntalo con `/incidente`."


def _pager(found: ListPage) -> list[Block]:
    buttons = []
    if found.page > 1:
        buttons.append(button("← Anteriores", "list_previous", packed(found.asked, found.page - 1)))
    if found.page < found.pages:
        buttons.append(button("Siguientes →", "list_next", packed(found.asked, found.page + 1)))
    return [actions(*buttons)] if buttons else []


def _filters(found: ListPage) -> Block:
    asked, buttons = found.asked, [button("Filtrar", "list_filter", packed(found.asked))]
    if found.mine:
        buttons.append(button("Los de todos", "list_mine", packed(replace(asked, owners=()))))
    elif found.items and not asked.owners:
        buttons.append(button("Los míos", "list_mine", packed(replace(asked, owners=(found.caller,)))))
    if asked.shown is Shown.OPEN:
        buttons.append(button("También los cerrados", "list_open", packed(replace(asked, shown=Shown.ALL))))
    elif found.items and asked.shown is Shown.ALL:
        buttons.append(button("Solo abiertos", "list_open", packed(replace(asked, shown=Shown.OPEN))))
    return actions(*buttons)


def form(found: ListPage) -> Block:
    """What is looked for, as a form: everything in it may be left empty."""
    asked, client = found.asked, found.client
    shown = [option("Todos", Shown.ALL), *(option(text.capitalize(), value) for value, text in _SHOWN.items())]
    severities = [
        option("Todas", ANY),
        *(option(text.capitalize(), value) for value, text in words.SEVERITY.items()),
    ]
    chosen = option(client.name, client.id) if client is not None else None
    blocks = [
        field(
            "words",
            "Palabras",
            text_input("words", asked.words, most=MOST_TYPED, placeholder="correo factura"),
            hint="De lo que pasó, de las medidas o del nombre del cliente. Tienen que estar todas.",
            optional=True,
        ),
        field("found_client", "Cliente", typeahead("found_client", chosen), optional=True),
        field("since", "Desde", day("since", asked.since), optional=True),
        field("until", "Hasta", day("until", asked.until), optional=True),
        field("severity", "Gravedad", select("severity", severities, asked.severity or ANY), optional=True),
        field("shown", "Estado", select("shown", shown, asked.shown), optional=True),
        field(
            "owner",
            "¿Quién lo lleva?",
            people("owner", asked.owners[0] if len(asked.owners) == 1 else None),
            optional=True,
        ),
    ]
    return modal("Buscar incidentes", blocks, callback="find", submit="Buscar")


def options(clients: Sequence[Client]) -> list[Element]:
    """Clients for the form's type-ahead."""
    return [option(client.name, client.id) for client in clients]
