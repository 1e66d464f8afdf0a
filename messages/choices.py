"""What the firm decides at run time, in words: the menu of `/incidente config`, a form to each group, and the answers.

A new choice is a ``Question`` in one of the groups, a reader in ``bot/domain/`` and a line in ``bot/desk/settable.py``.
"""

from typing import Any

from bot.domain.choices import MOST_ADMINS
from bot.domain.incident import Entry
from messages import choice_parts, pickers
from messages.blocks import Block, actions, button, context, modal, one_line, person, section
from messages.blocks import people as one_person
from messages.choice_parts import Group, Question, typed_text
from messages.choices_matrix import MATRIX_GROUPS
from messages.choices_time import TIME_GROUPS
from messages.choices_warning import WARNING_GROUPS
from messages.fitting import cut
from messages.times import When


def _listed(names: list[str]) -> str:
    if not names:
        return "ninguno"
    return one_line(cut(", ".join(f"«{name}»" for name in names), 300), 300)


def _lines(names: list[str]) -> str:
    return "\n".join(names)


GROUPS: dict[str, Group] = {
    **MATRIX_GROUPS,
    **TIME_GROUPS,
    "channels": Group(
        "Canales",
        "📣 *Canales.* Dónde publico los incidentes y el resumen semanal.",
        "Antes de elegir un canal, invítame a él: escribe allí «/invite @incidente». Los incidentes que ya están "
        "publicados siguen en el canal donde nacieron.",
        {
            "incidents_channel": Question(
                "Canal de incidentes",
                "Aquí sale una tarjeta por cada incidente que no sea privado.",
                pickers.channel,
                choice_parts.channel,
            ),
            "digest_channel": Question(
                "Canal del resumen semanal",
                "Si lo dejas vacío, no publico el resumen.",
                pickers.channel,
                choice_parts.channel,
                optional=True,
            ),
        },
    ),
    "people": Group(
        "Personas",
        "👥 *Personas.* Quién administra el bot y quién respalda al equipo.",
        "Quien administra ve los incidentes privados y puede cambiar todo esto. "
        "Quien ya administra este Slack también puede, aunque no esté en la lista.",
        {
            "admins": Question(
                "Administran el bot",
                "Si te quitas tú, solo otra persona de la lista podrá volver a ponerte.",
                lambda name, value: pickers.several_people(name, value, MOST_ADMINS),
                choice_parts.people,
            ),
            "default_lead": Question(
                "Supervisor de la casa",
                "Para los clientes que no tienen uno propio. Si lo dejas vacío, es la primera persona de la lista.",
                one_person,
                lambda user: choice_parts.people([user]) if user else "la primera persona que administra",
                optional=True,
            ),
        },
    ),
    **WARNING_GROUPS,
    "never_events": Group(
        "Errores imposibles",
        "🚨 *Errores imposibles.* Los que en vuestra casa no deben pasar nunca.",
        "Cuando alguien cuenta uno, se llama al cliente enseguida, el supervisor tiene que confirmarlo, se queda en "
        "persona con el cliente y hay que revisar cómo pudo pasar.",
        {
            "never_events": Question(
                "Errores imposibles",
                "Uno en cada línea. Por ejemplo: Nóminas pagadas tarde. Pocos y claros: si todo lo es, nada lo es.",
                typed_text(lines=True, most=3000, typed=_lines),
                _listed,
                optional=True,
            )
        },
    ),
    "amends": Group(
        "Compensaciones",
        "🎁 *Compensaciones.* La moneda, y desde qué cantidad decide el supervisor.",
        "Cuando un error es nuestro, propongo cómo compensar al cliente. Por debajo del límite lo decide quien lleva "
        "el incidente; por encima, hace falta el visto bueno de su supervisor.",
        {
            "currency": Question("Moneda", "Sus tres letras: EUR, MXN, COP, ARS, USD…", typed_text(most=10)),
            "approval_limit": Question("Límite sin visto bueno", "Una cantidad sin céntimos, en esa moneda: 500"),
        },
    ),
}
QUESTIONS = {name: question for group in GROUPS.values() for name, question in group.questions.items()}


def menu() -> Block:
    """What can be configured, each with its own form."""
    blocks = [
        section(
            "✏️ *Textos.* Las palabras con las que empieza cada borrador.", accessory=_open("Textos", "config_texts")
        ),
        section(
            "📐 *Cómo se le cuenta.* Por qué canal y en cuánto tiempo se entera el cliente.",
            accessory=_open("Cómo se le cuenta", "config_matrix"),
        ),
        *(
            section(group.what, accessory=_open(group.title, f"config_open_{key}", key))
            for key, group in GROUPS.items()
            if not group.within
        ),
        context("Cada cambio queda anotado con quién y cuándo, y se puede deshacer."),
    ]
    return modal("Configuración", blocks)


def _open(title: str, action: str, key: str = "") -> Block:
    return button("Cambiar", action, key, hint=f"Cambiar: {title}")


def form(key: str, values: dict[str, Any], last: Entry | None, when: When) -> Block:
    """A group's form, with what is in force and the last change: by that it knows later what was seen."""
    group = GROUPS[key]
    blocks = [section(group.why)]
    for name, question in group.questions.items():
        blocks += question.blocks(name, values[name])
    if last is not None:
        blocks += [section(f"*Último cambio:* {changes(last)}\nLo hizo {person(last.who)} {when.at(last.at)}.")]
        blocks.append(actions(_undo(last)))
    seen = last.id if last is not None else 0
    return modal(cut(group.title, 24), blocks, callback="config_group", submit="Guardar", metadata=f"{key}:{seen}")


def saved(entry: Entry | None) -> Block:
    """What was changed, with the way back."""
    if entry is None:
        return modal("Configuración", [section("Estaba ya así: no he cambiado nada.")])
    return modal("Guardado", [section(f"✅ Desde ahora: {_one_to_a_line(entry)}"), actions(_undo(entry))])


def undone(entry: Entry) -> Block:
    return modal("Deshecho", [section(f"↩️ Vuelve a estar como antes: {_one_to_a_line(entry)}"), actions(_undo(entry))])


def _undo(entry: Entry) -> Block:
    return button("Deshacer", "config_undo", entry.id, hint="Deshacer este cambio")


def _one_to_a_line(entry: Entry) -> str:
    parts = _changes(entry)
    return changes(entry) if len(parts) < 2 else "\n".join(("", *(f"• {part}" for part in parts)))


def changes(entry: Entry) -> str:
    """«Moneda: MXN (antes EUR).»"""
    return " ".join(_changes(entry)) or "otra cosa."


def _changes(entry: Entry) -> list[str]:
    parts = []
    for name, value in entry.after.items():
        question = QUESTIONS.get(name)
        if question is not None:
            now, before = question.compared(value, entry.before.get(name))
            parts.append(f"{question.label}: {now} (antes {before}).")
    return parts
