"""All drafts on one page, to be read through as the client would (domain.md §6)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import product

from jinja2 import Environment, StrictUndefined, Template

from bot.domain.words import Address, Channel, Responsibility, Severity, Status
from messages import words
from messages.drafts.compose import draft
from messages.drafts.facts import Draft, Facts, Item, Kind

CHANNELS = (Channel.PHONE, Channel.EMAIL, Channel.TEXT)
_KIND = {
    Kind.FIRST: "Contar el problema",
    Kind.RESOLVED: "Contar que está solucionado",
    Kind.UPDATE: "Dar novedades de lo que sigue abierto",
    Kind.NEW_DEADLINE: "Cambiar la hora antes de que pase",
    Kind.RECONTACT: "Volver a ponerse en contacto",
    Kind.MEETING: "Quedar para verse en persona",
    Kind.DAILY_REPORT: "Reporte diario",
    Kind.FAREWELL: "Despedirse de quien se va",
    Kind.RETURN: "Contar los cambios a quien se fue",
    Kind.IMPROVED: "Contar qué ha mejorado",
}
_OPEN, _DONE = (Status.UNRESOLVED,), (Status.RESOLVED,)
_STATUSES = {
    Kind.FIRST: _OPEN,
    Kind.RESOLVED: _DONE,
    Kind.UPDATE: _OPEN,
    Kind.NEW_DEADLINE: _OPEN + _DONE,
    Kind.RECONTACT: _OPEN + _DONE,
    Kind.MEETING: _OPEN + _DONE,
    Kind.DAILY_REPORT: _OPEN + _DONE,
    Kind.FAREWELL: _DONE,
    Kind.RETURN: _DONE,
    Kind.IMPROVED: _DONE,
}
#: Severity, not first to tell, cannot work: the situations that change the words of a kind.
_Situation = tuple[Severity, bool, bool]
_TOLD: tuple[_Situation, ...] = (
    (Severity.MINOR, False, False),
    (Severity.MAJOR, False, False),
    (Severity.MINOR, True, False),
    (Severity.MAJOR, True, True),
)
_SITUATIONS: dict[Kind, tuple[_Situation, ...]] = {
    Kind.FIRST: _TOLD,
    Kind.RESOLVED: _TOLD,
    # Before its hour, and after it.
    Kind.NEW_DEADLINE: ((Severity.MAJOR, False, False), (Severity.MINOR, False, False)),
    Kind.MEETING: ((Severity.MAJOR, False, False), (Severity.MAJOR, False, True)),
}
_CONTACTS = {
    Address.USTED: ("Marta Ruiz", "Distribuciones Norte"),
    Address.TU: ("José Luis Peña", "Distribuciones Norte"),
    Address.VOS: ("Sofía Álvarez", "Textil Palermo"),
    Address.USTEDES: ("equipo de compras", "Comercial Anáhuac"),
    Address.VOSOTROS: ("equipo de administración", "Distribuciones Norte"),
}
#: In the words of whoever reported it: what happened, what is being done, what was done.
_STORY = (
    "no les llega el correo desde las 9",
    "pasando los buzones a otro servidor",
    "buzones pasados a otro servidor, ya entra todo",
)
_STORIES = {
    Responsibility.CLIENT: (
        "les ha caducado el dominio y no entra correo",
        "renovarlo hoy y dejar puesto un aviso para el año que viene",
        "dominio renovado, ya entra el correo",
    )
}
_IMPROVED = "revisamos los buzones cada lunes\nhay un aviso si algo falla"
_ITEMS = (
    Item("la impresora de recepción no tenía tóner", "cambiado a media mañana", resolved=True),
    Item("el parte de ayer llegó una hora tarde", "hemos adelantado el envío a las 8", resolved=True),
)
_PENDING = Item("dos altas de usuario sin hacer", "las estamos dando de alta", resolved=False)


@dataclass(frozen=True)
class _Group:
    title: str
    cases: tuple[tuple[str, tuple[tuple[str, Draft], ...]], ...]


def samples() -> Iterator[Facts]:
    """Complete facts for every kind × channel × status × situation × responsibility × address that can occur."""
    for kind, channel in product(Kind, CHANNELS):
        situations = _SITUATIONS.get(kind, ((Severity.MAJOR, False, False),))
        for status, situation, responsibility, address in product(_STATUSES[kind], situations, Responsibility, Address):
            yield _sample(
                kind=kind,
                channel=channel,
                status=status,
                situation=situation,
                responsibility=responsibility,
                address=address,
            )


def _sample(
    *,
    kind: Kind,
    channel: Channel,
    status: Status,
    situation: _Situation,
    responsibility: Responsibility,
    address: Address,
) -> Facts:
    severity, not_first, cannot_work = situation
    late = kind is Kind.NEW_DEADLINE and severity is Severity.MINOR
    contact, client = _CONTACTS[address]
    facts = Facts(
        kind=kind,
        channel=channel,
        severity=severity,
        status=status,
        responsibility=responsibility,
        address=address,
        contact=contact,
        client=client,
        owner="Julia Ortega",
        owner_phone="600 123 456",
        owner_email="julia.ortega@firma.example",
        what="",
        measures="",
        who="el equipo de sistemas",
        by_when="hoy a las 13:00",
        hear_again="hoy a las 12:00",
        not_first=not_first,
        cannot_work=cannot_work,
        old_deadline="hoy a las 11:00",
        old_passed=late,
        promised="mandar el informe de lo ocurrido" if late else "",
    )
    what, doing, done = _STORIES.get(responsibility, _STORY)
    facts = replace(facts, what=what, measures=doing)
    if status is Status.RESOLVED:
        facts = replace(facts, measures=done, hear_again="")
    if kind is Kind.IMPROVED:
        facts = replace(facts, measures=_IMPROVED)
    if kind is Kind.DAILY_REPORT:
        facts = replace(facts, items=_ITEMS if status is Status.RESOLVED else (*_ITEMS, _PENDING))
    return facts


def page() -> str:
    """One self-contained HTML page with every draft; nothing is loaded from elsewhere."""
    return _template().render(groups=_groups())


@cache
def _template() -> Template:
    text = files("messages.drafts").joinpath("page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )


def _groups() -> list[_Group]:
    groups: dict[str, dict[str, list[tuple[str, Draft]]]] = {}
    for facts in samples():
        cases = groups.setdefault(f"{_KIND[facts.kind]} · {words.CHANNEL[facts.channel]}", {})
        cases.setdefault(_case(facts), []).append((words.ADDRESS[facts.address], draft(facts)))
    return [
        _Group(title, tuple((case, tuple(drafts)) for case, drafts in cases.items())) for title, cases in groups.items()
    ]


def _case(facts: Facts) -> str:
    parts = [
        f"responsabilidad {words.RESPONSIBILITY[facts.responsibility]}",
        words.SEVERITY[facts.severity],
        words.STATUS[facts.status],
    ]
    if facts.not_first:
        parts.append("no fuimos los primeros en contarlo")
    if facts.old_passed:
        parts.append("la hora prometida ya ha pasado")
    if facts.cannot_work:
        parts.append("el cliente no puede trabajar")
    return ", ".join(parts)
