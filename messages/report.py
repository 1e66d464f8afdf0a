"""Reporting: the short form, the full one with what the bot proposes, and the answer (domain.md §2, §3)."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.client import Client
from bot.domain.incident import Incident
from bot.domain.views import Advice, Declared
from bot.domain.words import Address, Awareness, Channel, Responsibility, Severity, Status, Wish
from messages import classify, plan, words
from messages import never_events as never
from messages.blocks import (
    Block,
    Element,
    checkboxes,
    context,
    divider,
    esc,
    field,
    modal,
    moment,
    one_line,
    option,
    people,
    person,
    quote,
    radios,
    section,
    select,
    text_input,
    typeahead,
)
from messages.commitments import promise_less
from messages.fitting import cut
from messages.times import When

#: The name of each field is its ``block_id`` and its ``action_id``.
NEW = "nuevo:"
HARD = "unresolved_hard"
MOST_TEXT = 3000


@dataclass(frozen=True)
class Typed:
    """What a person has typed so far, kept through every redrawing of the form. Texts are raw."""

    client_id: int | None = None
    client_name: str = ""
    is_new: bool = False
    text: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    wish: str = Wish.STANDARD
    address: str = Address.USTED
    severity: str | None = None
    status: str | None = None
    cannot_work: bool = False
    never_event: bool = False
    never_event_name: str = ""
    awareness: str = Awareness.NOT_YET
    responsibility: str = Responsibility.UNKNOWN
    owner: str | None = None
    measures: str = ""
    promised_for: datetime | None = None
    private: bool = False
    is_another: bool | None = None

    def with_advice(self, advice: Advice) -> "Typed":
        """Fills in what the person has not chosen; never what they have (§2)."""
        return replace(
            self,
            severity=self.severity or advice.severity,
            status=self.status or advice.suggestion.status,
        )


def client_option(client: Client) -> Element:
    return option(cut(client.name, 75), client.id)


def new_client_option(name: str) -> Element:
    return option(cut(f"➕ Añadir «{name}» como cliente nuevo", 75), cut(f"{NEW}{name}", 150))


def options(clients: list[Client], typed: str) -> list[Element]:
    """The type-ahead: known clients first, and always a way to add the one just typed."""
    found = [client_option(client) for client in clients]
    name = " ".join(typed.split())
    if name and not any(client.name.casefold() == name.casefold() for client in clients):
        found.append(new_client_option(name))
    return found


def start(typed: Typed, *, near: str | None = None) -> Block:
    """The first, short form: who and what. A person under stress needs ten seconds for it."""
    blocks: list[Block] = []
    if near:
        blocks.append(context(f"No conozco a «{esc(typed.client_name)}». ¿Querías decir *{esc(near)}*? Búscalo aquí."))
    blocks += [_client_field(typed, dispatch=False), _text_field(typed)]
    return modal("Contar un incidente", blocks, callback="report_start", submit="Siguiente")


def form(typed: Typed, advice: Advice | None = None, *, twin: Incident | None = None, when: When) -> Block:
    """The full form, with what the bot proposes and why; everything typed stays."""
    blocks = _twin(twin, when) if twin is not None else []
    blocks.append(_client_field(typed, dispatch=True))
    if typed.is_new:
        blocks += _new_client_fields(typed)
    blocks.append(_text_field(typed))
    if advice is not None:
        blocks.append(_proposal(advice))
    blocks += _judgement_fields(typed, advice.never_events if advice else ())
    blocks += _handling_fields(typed, promise_less(advice.record, typed.client_name) if advice else "")
    return modal("Contar un incidente", blocks, callback="report", submit="Anotar y avisar", close="Cancelar")


def _client_field(typed: Typed, *, dispatch: bool) -> Block:
    initial = None
    if typed.client_id is not None:
        initial = option(cut(typed.client_name, 75), typed.client_id)
    elif typed.client_name:
        # Chosen already: the words of the offer («Añadir…») would read as something still to be done.
        initial = option(f"{cut(typed.client_name, 58)} (cliente nuevo)", cut(f"{NEW}{typed.client_name}", 150))
    return field(
        "client",
        "¿A qué cliente?",
        typeahead("client", initial, "Escribe su nombre"),
        hint="Si no está, escribe su nombre y elige «Añadir».",
        dispatch=dispatch,
    )


def _text_field(typed: Typed) -> Block:
    return field(
        "text",
        "¿Qué ha pasado?",
        text_input(
            "text",
            typed.text,
            lines=True,
            most=MOST_TEXT,
            placeholder="Con tus palabras: qué falla, desde cuándo, a quién afecta",
        ),
    )


def _new_client_fields(typed: Typed) -> list[Block]:
    return [
        context("✨ *Cliente nuevo.* Con el nombre y un teléfono o un correo basta para empezar."),
        field("contact", "¿Con quién hablamos allí?", text_input("contact", typed.contact, most=120)),
        field(
            "phone",
            "Teléfono",
            text_input("phone", typed.phone, most=40, placeholder="+34 600 123 456"),
            optional=True,
        ),
        field(
            "email",
            "Correo",
            text_input("email", typed.email, most=254, placeholder="nombre@empresa.es"),
            optional=True,
        ),
        field(
            "wish", "¿Cuánto quiere saber?", select("wish", [option(t, v) for v, t in words.WISH.items()], typed.wish)
        ),
        field(
            "address",
            "¿Cómo le tratamos?",
            select("address", [option(t.capitalize(), v) for v, t in words.ADDRESS.items()], typed.address),
        ),
    ]


def _proposal(advice: Advice) -> Block:
    proposed = words.cell(advice.severity, advice.suggestion.status)
    lines = [classify.why(advice.suggestion.severity_reason), classify.why(advice.suggestion.status_reason)]
    if advice.repeated:
        lines[0] = "Importante: a este cliente le pasa lo mismo por tercera vez en 30 días."
    return context(f"💡 *Propongo:* {proposed}", *(esc(line) for line in lines), "Decides tú: cámbialo si no encaja.")


def _judgement_fields(typed: Typed, never_events: tuple[str, ...]) -> list[Block]:
    statuses = [
        option("No solucionada", Status.UNRESOLVED),
        option("No solucionada, y va para largo", HARD),
        option("Solucionada: al cliente ya le funciona", Status.RESOLVED),
    ]
    severities = [
        option("Importante", Severity.MAJOR, "No puede trabajar, o toca dinero, datos, plazos, personas"),
        option("Menor", Severity.MINOR, "Una molestia: se puede seguir trabajando"),
    ]
    return [
        field("severity", "¿Cómo de grave es?", radios("severity", severities, typed.severity)),
        field("status", "¿Cómo está ahora?", radios("status", statuses, typed.status)),
        *never.ask(
            never_events,
            cannot_work=typed.cannot_work,
            never_event=typed.never_event,
            name=typed.never_event_name,
        ),
        field(
            "awareness",
            "¿El cliente lo sabe?",
            radios("awareness", [option(text, value) for value, text in words.AWARENESS.items()], typed.awareness),
        ),
    ]


def _handling_fields(typed: Typed, warning: str) -> list[Block]:
    responsibilities = [option(text.capitalize(), value) for value, text in words.RESPONSIBILITY.items()]
    # Another client has another owner: a new block keeps Slack from showing the former one.
    owner_block = f"owner-{typed.client_id or 0}"
    private = [option("Privado: que no salga en el canal", "private")]
    return [
        field(
            "measures",
            "¿Qué se ha hecho o se está haciendo?",
            text_input("measures", typed.measures, lines=True, most=MOST_TEXT),
            hint="La solución aplicada, o los pasos en marcha. Es lo que el cliente va a querer oír.",
            optional=True,
        ),
        *([context(warning)] if warning else []),
        field(
            "promised_for",
            "¿Se le ha prometido una hora al cliente?",
            moment("promised_for", typed.promised_for),
            hint="Déjalo vacío si no se ha prometido nada.",
            optional=True,
        ),
        field(
            "responsibility",
            "¿De quién es la responsabilidad?",
            select("responsibility", responsibilities, typed.responsibility),
        ),
        field(
            owner_block,
            "¿Quién se lo cuenta al cliente?",
            people(owner_block, typed.owner),
            hint=f"Si lo dejas vacío, {'tú' if typed.is_new else 'quien lleva a este cliente'}.",
            optional=True,
        ),
        field(
            "private",
            "¿Quién puede verlo?",
            checkboxes("private", private, ["private"] if typed.private else []),
            hint="Un incidente privado solo lo ven quien lo cuenta, quien lo lleva, su supervisor y la administración.",
            optional=True,
        ),
    ]


def _twin(twin: Incident, when: When) -> list[Block]:
    answers = [option("Es el mismo: no anotar otro", "same"), option("Es otro: anotarlo", "another")]
    return [
        section(f"👀 {person(twin.reporter)} ha contado algo muy parecido {when.at(twin.created_at)}: *{twin.code}*"),
        quote(twin.text, 200),
        field("same", "¿Es el mismo?", radios("same", answers)),
        divider(),
    ]


def done(declared: Declared, when: When) -> Block:
    """What the reporter sees: it is written down, who tells the client, how and by when."""
    incident, client = declared.incident, declared.client
    contact = client.first_contact()
    lines = [plan.will(notice, client, when) for notice in declared.notices]
    blocks = [section(f"✅ *{incident.code}* queda anotado.\n{esc(client.name)}: {one_line(incident.text)}")]
    if lines:
        blocks.append(section("\n".join(lines)))
    phone_owed = any(notice.channel is Channel.PHONE for notice in declared.notices)
    if phone_owed and contact is not None and not contact.phone:
        blocks.append(
            section(
                f"📵 No tenemos teléfono de {esc(contact.name)}. Añádelo con `/incidente cliente {esc(client.name)}`."
            )
        )
    blocks.append(context("Yo me encargo de recordarlo hasta que el cliente lo sepa. Ya puedes cerrar esta ventana."))
    return modal("Anotado", blocks)


def is_same(twin_code: str) -> Block:
    """The person said that it is the same incident: nothing was added."""
    return modal(
        "No hace falta",
        [
            section(f"👍 Queda solo *{twin_code}*; no he anotado otro."),
            context(f"Si quieres añadir algo, ábrelo con `/incidente ver {twin_code}`."),
        ],
    )
