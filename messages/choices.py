"""What the firm decides at run time, in words: the menu of `/incidente config`, a form to each group, and the answers.

A new choice is a ``Question`` here, a reader in ``bot/domain/choices.py`` and a line in ``bot/desk/in_force.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.domain.incident import Entry
from messages.blocks import Block, actions, button, context, field, modal, one_line, person, section, text_input
from messages.fitting import cut
from messages.times import When


@dataclass(frozen=True)
class Question:
    """One choice on its form. ``typed`` is its value as a person would type it; ``said``, as a sentence says it."""

    label: str
    hint: str
    typed: Callable[[Any], str] = str
    said: Callable[[Any], str] = str
    lines: bool = False
    optional: bool = False
    most: int = 40


@dataclass(frozen=True)
class Group:
    title: str
    what: str
    why: str
    questions: dict[str, Question]


def _listed(names: list[str]) -> str:
    if not names:
        return "ninguno"
    return cut(", ".join(f"«{name}»" for name in names), 300)


def _lines(names: list[str]) -> str:
    return "\n".join(names)


GROUPS: dict[str, Group] = {
    "never_events": Group(
        "Errores imposibles",
        "🚨 *Errores imposibles.* Los que en vuestra casa no deben pasar nunca.",
        "Cuando alguien cuenta uno, se llama al cliente enseguida, el supervisor tiene que confirmarlo, se queda en "
        "persona con el cliente y hay que revisar cómo pudo pasar.",
        {
            "never_events": Question(
                "Errores imposibles",
                "Uno en cada línea. Por ejemplo: Nóminas pagadas tarde. Pocos y claros: si todo lo es, nada lo es.",
                typed=_lines,
                said=_listed,
                lines=True,
                optional=True,
                most=3000,
            )
        },
    ),
    "amends": Group(
        "Compensaciones",
        "🎁 *Compensaciones.* La moneda, y desde qué cantidad decide el supervisor.",
        "Cuando un error es nuestro, propongo cómo compensar al cliente. Por debajo del límite lo decide quien lleva "
        "el incidente; por encima, hace falta el visto bueno de su supervisor.",
        {
            "currency": Question("Moneda", "Sus tres letras: EUR, MXN, COP, ARS, USD…", most=10),
            "approval_limit": Question("Límite sin visto bueno", "Una cantidad sin céntimos, en esa moneda: 500"),
        },
    ),
}
QUESTIONS = {name: question for group in GROUPS.values() for name, question in group.questions.items()}


def menu() -> Block:
    """What can be configured, each with its own form."""
    blocks = [
        section("✏️ *Textos.* Las palabras con las que empieza cada borrador.", accessory=_open("Textos", "texts")),
        *(section(group.what, accessory=_open(group.title, key)) for key, group in GROUPS.items()),
        context("Cada cambio queda anotado con quién y cuándo, y se puede deshacer."),
    ]
    return modal("Configuración", blocks)


def _open(title: str, key: str) -> Block:
    action = "config_texts" if key == "texts" else f"config_open_{key}"
    return button("Cambiar", action, key, hint=f"Cambiar: {title}")


def form(key: str, values: dict[str, Any], last: Entry | None, when: When) -> Block:
    """A group's form, with what is in force, and the last change."""
    group = GROUPS[key]
    blocks = [section(group.why)]
    for name, question in group.questions.items():
        value = question.typed(values[name])[: question.most]
        element = text_input(name, value, lines=question.lines, most=question.most)
        blocks.append(field(name, question.label, element, hint=question.hint, optional=question.optional))
    if last is not None:
        blocks += [section(f"*Último cambio:* {changes(last)}\nLo hizo {person(last.who)} {when.at(last.at)}.")]
        blocks.append(actions(_undo(last)))
    return modal(cut(group.title, 24), blocks, callback="config_group", submit="Guardar", metadata=key)


def saved(entry: Entry | None) -> Block:
    """What was changed, with the way back."""
    if entry is None:
        return modal("Configuración", [section("Estaba ya así: no he cambiado nada.")])
    return modal("Guardado", [section(f"✅ Desde ahora: {changes(entry)}"), actions(_undo(entry))])


def undone(entry: Entry) -> Block:
    return modal("Deshecho", [section(f"↩️ Vuelve a estar como antes: {changes(entry)}"), actions(_undo(entry))])


def _undo(entry: Entry) -> Block:
    return button("Deshacer", "config_undo", entry.id, hint="Deshacer este cambio")


def changes(entry: Entry) -> str:
    """«Moneda: MXN (antes EUR).»"""
    parts = []
    for name, value in entry.after.items():
        question = QUESTIONS.get(name)
        if question is not None:
            before = _said(question, entry.before.get(name))
            parts.append(f"{question.label}: {_said(question, value)} (antes {before}).")
    return " ".join(parts) or "otra cosa."


def _said(question: Question, value: Any) -> str:
    if value is None:
        return "lo de siempre"
    return one_line(question.said(value), 300)
