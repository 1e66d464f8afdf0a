"""What the reviewer speaks in: codes, the situation a text is written for, and findings (domain.md §6)."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.words import Channel, Responsibility, Severity, Status


class Code(StrEnum):
    """One fault each; the order is the one in which they are shown (domain.md §6)."""

    PERO = "PERO"
    LO_SIENTO = "LO_SIENTO"
    EN_NOMBRE_DE = "EN_NOMBRE_DE"
    CULPA_TERCEROS = "CULPA_TERCEROS"
    CULPA_CLIENTE = "CULPA_CLIENTE"
    EXCUSA = "EXCUSA"
    PROMESA_ABSOLUTA = "PROMESA_ABSOLUTA"
    SIN_PLAZO = "SIN_PLAZO"
    SIN_DISCULPA = "SIN_DISCULPA"
    CULPABLE_NOMBRADO = "CULPABLE_NOMBRADO"
    JERGA_O_LARGO = "JERGA_O_LARGO"
    MINIMIZA = "MINIMIZA"


@dataclass(frozen=True)
class Context:
    """The situation the text is written for; it decides what is owed (deadline, apology)."""

    responsibility: Responsibility
    status: Status
    severity: Severity
    channel: Channel


@dataclass(frozen=True)
class Finding:
    """One fault in a text.

    ``start`` and ``end`` are offsets in code points of the text as it was given, ``end`` exclusive; both are
    None when the fault is that something is missing.  ``variant`` tells ``messages`` which wording fits.
    """

    code: Code
    start: int | None
    end: int | None
    variant: str = ""
