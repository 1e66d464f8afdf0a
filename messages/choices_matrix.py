"""The matrix as `/incidente config` shows it and asks for it, cell by cell (domain.md §3)."""

from typing import Any

from bot.domain import cells
from bot.domain.cells import OURS, PREFERRED, THEIRS, Place
from bot.domain.matrix import Cell, Matrix
from bot.domain.words import Channel, Severity, Status
from messages import words
from messages.blocks import (
    Block,
    button,
    checkboxes,
    context,
    field,
    modal,
    option,
    radios,
    section,
    select,
    text_input,
)
from messages.choice_parts import Group, Question
from messages.fitting import cut
from messages.times import span

_HOW = {
    Channel.PHONE: "Con una llamada",
    Channel.EMAIL: "Con un correo",
    Channel.TEXT: "Con un mensaje de texto",
    Channel.DAILY_REPORT: "En el reporte diario",
}
_TITLE = "Cómo se le cuenta"
_AS_PREFERRED = "Como prefiera el cliente"
_NAMES = {
    (Severity.MAJOR, Status.UNRESOLVED): "Importante, sin solucionar",
    (Severity.MAJOR, Status.RESOLVED): "Importante, solucionada",
    (Severity.MINOR, Status.UNRESOLVED): "Menor, sin solucionar",
    (Severity.MINOR, Status.RESOLVED): "Menor, solucionada",
}
_WHY = (
    "Así se entera el cliente de lo que cae en este caso. Su deseo y lo grave del caso pueden adelantarlo. "
    "Los avisos que ya están en marcha no cambian: siguen con su canal y su plazo."
)


def overview(matrix: Matrix) -> Block:
    """The four cells as they stand, each with its own form."""
    blocks: list[Block] = [section("*Cómo y para cuándo se le cuenta al cliente*, según lo que haya pasado.")]
    for place in cells.PLACES:
        key = cells.name_of(place)
        change = button("Cambiar", f"config_open_{key}", key, hint=f"Cambiar: {_NAMES[place]}")
        text = f"{words.SEVERITY_MARK[place[0]]} *{_NAMES[place]}*\n{said(matrix[place]).capitalize()}."
        blocks.append(section(text, accessory=change))
    blocks.append(context("Si un caso cambia, pregunto otra vez a esta tabla. Lo ya contado no se cuenta dos veces."))
    return modal(_TITLE, blocks)


def said(cell: Cell) -> str:
    """«con una llamada, en 30 minutos de las horas en que se le puede llamar; tiene que saber qué ha pasado…»"""
    return f"{_way(cell)}; tiene que saber: {words.must_say(cell.must_say)}"


def _way(cell: Cell) -> str:
    how = (_HOW[cell.channel] if cell.channel else _AS_PREFERRED).lower()
    if cell.within is None:
        return how
    whose = "de nuestro horario" if cell.working else "de las horas en que se le puede llamar"
    return f"{how}, en {span(cell.within)} {whose}"


def _said(kept: list[str]) -> str:
    try:
        return said(cells.cell(kept))
    except (ValueError, KeyError):
        return "otra cosa"


def _compared(value: list[str], before: list[str]) -> tuple[str, str]:
    """What the client has to know is told only where it has changed."""
    try:
        now, then = cells.cell(value), cells.cell(before)
    except (ValueError, KeyError):
        return _said(value), _said(before)
    return (_way(now), _way(then)) if now.must_say == then.must_say else (said(now), said(then))


def _typed(cell: Cell) -> str:
    """The time limit as a person types it: «1 h 30 min»."""
    if cell.within is None:
        return ""
    hours, minutes = divmod(int(cell.within.total_seconds() // 60), 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min")) if count)


def _fields(place: Place, kept: Any) -> list[Block]:
    cell = cells.cell(kept)
    channel, within, hours, say = cells.fields_of(place)
    waits = Channel.DAILY_REPORT in cells.channels(place)
    how = [option(_AS_PREFERRED if one == PREFERRED else _HOW[Channel(one)], one) for one in cells.channels(place)]
    contents = [option(cut(words.CONTENT[one].capitalize(), 75), one) for one in cells.contents(place)]
    return [
        field(channel, "¿Cómo se le cuenta?", select(channel, how, str(cell.channel or PREFERRED))),
        field(
            within,
            "¿En cuánto tiempo?",
            text_input(within, _typed(cell), most=20),
            hint="Por ejemplo: 30 min, 2 h o 1 h 30 min."
            + (" En el reporte diario no hace falta: va en el siguiente." if waits else ""),
            optional=waits,
        ),
        field(
            hours,
            "¿Qué tiempo cuenta?",
            radios(
                hours,
                [
                    option("Nuestro horario de trabajo", OURS),
                    option("Las horas en que se le puede llamar", THEIRS, "También cuando nosotros no trabajamos"),
                ],
                OURS if cell.working else THEIRS,
            ),
        ),
        field(say, "¿Qué tiene que saber?", checkboxes(say, contents, map(str, cell.must_say))),
    ]


def _group(place: Place) -> Group:
    name = _NAMES[place]

    def fields(kept: Any) -> list[Block]:
        return _fields(place, kept)

    question = Question(name, said=_said, several=fields, differ=_compared)
    return Group(_TITLE, name, f"*{name}.* {_WHY}", {cells.name_of(place): question}, within="matrix")


MATRIX_GROUPS = {cells.name_of(place): _group(place) for place in cells.PLACES}
