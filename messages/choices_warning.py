"""The warning signs' weights as `/incidente config` asks for them and says them (domain.md §7)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.domain.choices_warning import LEVEL_FIELDS, LEVELS, name_of
from bot.domain.warning import DEFAULT, Sign
from messages import warning
from messages.blocks import Block, field, one_line, text_input
from messages.choice_parts import Group, Question, typed_text


def _many(count: str, one: str, several: str) -> str:
    return f"{count} {one if count == '1' else several}"


def _typed(sign: Sign) -> Callable[[Any], str]:
    """«3 veces, 1 punto»."""
    times = ("día", "días") if sign is Sign.BAD_NEWS else ("vez", "veces")
    return lambda kept: f"{_many(kept[0], *times)}, {_many(kept[1], 'punto', 'puntos')}"


def _said(sign: Sign, kept: Any) -> str:
    if kept[1] == "0":
        return "no cuenta"
    return one_line(_typed(sign)(kept))


def _question(sign: Sign) -> Question:
    days = DEFAULT.rules[sign].days
    span = f"{days} días de trabajo" if sign is Sign.BAD_NEWS else f"{days} días"
    label = f"{warning.SIGN[sign].capitalize()} (en {span})"
    return Question(label, element=typed_text(most=40, typed=_typed(sign)), said=partial(_said, sign))


def _levels(kept: Any) -> list[Block]:
    labels = ("Hay humo desde (puntos)", "Hay fuego desde (puntos)")
    return [
        field(name, label, text_input(name, value, most=2))
        for name, label, value in zip(LEVEL_FIELDS, labels, kept, strict=True)
    ]


def _levels_said(kept: Any) -> str:
    return one_line(f"humo desde {_many(kept[0], 'punto', 'puntos')}, fuego desde {_many(kept[1], 'punto', 'puntos')}")


WARNING_GROUPS = {
    "warning": Group(
        "Señales de humo",
        "💨 *Señales de humo.* Cuándo aviso de que un cliente podría irse.",
        "Cada señal pesa unos puntos cuando se repite tantas veces; con 0 puntos no cuenta. La suma dice si hay humo o "
        "fuego. Lo que cambies cuenta desde la próxima vez que mire a cada cliente.",
        {
            LEVELS: Question("Humo y fuego", said=_levels_said, several=_levels),
            **{name_of(sign): _question(sign) for sign in Sign},
        },
    )
}
