"""Lists of incidents, a page at a time."""

from bot.domain.views import Listed, ListPage
from messages import words
from messages.blocks import Block, Message, actions, button, esc, one_line, person, section


def page(found: ListPage) -> Message:
    """One page of incidents for the caller, with the way to the others and to narrow it down."""
    title = _title(found)
    if not found.items:
        return Message(title, (section(f"*{title}*\n{_empty(found)}"), _filters(found)))
    pages = f" · página {found.page} de {found.pages}" if found.pages > 1 else ""
    blocks: list[Block] = [section(f"*{title}* ({found.total}){pages}")]
    blocks += [item(listed) for listed in found.items]
    blocks += [*_pager(found), _filters(found)]
    return Message(f"{title}: {found.total}", tuple(blocks))


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
    which = "Incidentes abiertos" if found.only_open else "Todos los incidentes"
    if found.client is not None:
        which = f"{which} de {esc(found.client.name)}"
    return f"{which} que llevas tú" if found.mine else which


def _empty(found: ListPage) -> str:
    if found.mine:
        return "No llevas ninguno ahora mismo. Disfruta del momento."
    if found.client is not None:
        return "Ninguno. Todo en orden con este cliente."
    return "Ninguno. Si algo va mal, cuéntalo con `/incidente`."


def _state(found: ListPage, page_number: int, *, mine: bool | None = None, only_open: bool | None = None) -> str:
    """What a button must remember to show another list: page, mine, open, client."""
    mine = found.mine if mine is None else mine
    only_open = found.only_open if only_open is None else only_open
    client = found.client.id if found.client else 0
    return f"{page_number}:{int(mine)}:{int(only_open)}:{client}"


def _pager(found: ListPage) -> list[Block]:
    buttons = []
    if found.page > 1:
        buttons.append(button("← Anteriores", "list_previous", _state(found, found.page - 1)))
    if found.page < found.pages:
        buttons.append(button("Siguientes →", "list_next", _state(found, found.page + 1)))
    return [actions(*buttons)] if buttons else []


def _filters(found: ListPage) -> Block:
    mine = ("Los de todos", False) if found.mine else ("Los míos", True)
    only_open = ("También los cerrados", False) if found.only_open else ("Solo abiertos", True)
    return actions(
        button(mine[0], "list_mine", _state(found, 1, mine=mine[1])),
        button(only_open[0], "list_open", _state(found, 1, only_open=only_open[1])),
    )
