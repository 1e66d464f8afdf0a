"""Every figure of a week, next to the week before, for the digest's thread (domain.md §7)."""

from datetime import timedelta

from bot.domain.weekly import Tally, WeekFigures
from bot.domain.words import Severity, Status
from messages import words
from messages.blocks import Message, context, section
from messages.times import span


def many(count: int, word: str) -> str:
    """«1 acción», «3 acciones»."""
    if count == 1:
        return f"1 {word}"
    return f"{count} {word[:-2]}ones" if word.endswith("ón") else f"{count} {word}s"


def said_share(tally: Tally) -> str:
    """«92 %», with a space that no line is broken at; "—" when there was nothing to tell."""
    percent = tally.percent_in_time
    return "—" if percent is None else f"{percent}\u00a0%"


def median(tally: Tally) -> str:
    return span(max(tally.median, timedelta(minutes=1))) if tally.median is not None else "—"


def details(found: WeekFigures) -> Message:
    """In the thread: all that was counted, with the week before in brackets."""
    this, before = found.this, found.before

    def line(name: str, now: object, then: object) -> str:
        return f"• {name}: *{now}*" + (f" ({then})" if before is not None else "")

    old = before or Tally()
    stood = "Cómo acabaron la semana" if found.is_over else "Cómo están ahora"
    groups = [
        (
            f"Incidentes, por casilla · {stood.lower()}",
            [
                line(
                    words.cell(severity, status),
                    this.cells.get((severity, status), 0),
                    old.cells.get((severity, status), 0),
                )
                for severity in reversed(Severity)
                for status in (Status.UNRESOLVED, Status.RESOLVED)
            ]
            + [line("🚫 errores imposibles", this.never_events, old.never_events)],
        ),
        (
            "Contárselo al cliente",
            [
                line("a tiempo", this.in_time, old.in_time),
                line("pasada la hora, o todavía sin contar", this.missed, old.missed),
                line("contado a tiempo", said_share(this), said_share(old)),
                line("tiempo habitual hasta contarlo (mediana)", median(this), median(old)),
            ],
        ),
        (
            "Promesas",
            [line("cumplidas a su hora", this.kept, old.kept), line("no cumplidas a su hora", this.broken, old.broken)],
        ),
        (
            "Acciones",
            [
                line("con día en la semana", this.actions_due, old.actions_due),
                line("comprobadas: funcionan", this.verified, old.verified),
                line("comprobadas: no funcionaron", this.failed, old.failed),
                f"• vencidas ahora mismo: *{found.waits.actions_overdue}*",
            ],
        ),
        (
            "Aprender",
            [
                line("revisiones terminadas", this.reviews, old.reviews),
                line("clientes que se van", this.departures, old.departures),
            ],
        ),
    ]
    blocks = [section("\n".join((f"*{name}*", *lines))) for name, lines in groups]
    if before is not None:
        blocks.append(context("Entre paréntesis, la semana anterior."))
    return Message("Todas las cifras de la semana", tuple(blocks))
