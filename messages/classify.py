"""One plain line for each reason behind a suggestion (domain.md §2)."""

from bot.domain.classify import Reason, ReasonCode

_C = ReasonCode

# What the suggestion is, and what makes it so. The quote, when there is one, goes in between.
_WORDS: dict[ReasonCode, tuple[str, str]] = {
    _C.CANNOT_WORK: ("Importante", "el cliente no puede trabajar"),
    _C.SERVICE_DOWN: ("Importante", "no tiene el servicio que paga, o no le sirve"),
    _C.DATA: ("Importante", "hay datos perdidos, equivocados o a la vista de quien no debe"),
    _C.MONEY: ("Importante", "le afecta al dinero"),
    _C.LEGAL: ("Importante", "toca una obligación legal del cliente"),
    _C.DEADLINE: ("Importante", "peligra un plazo del cliente, o ya ha pasado"),
    _C.MANY_PEOPLE: ("Importante", "afecta a mucha gente del cliente"),
    _C.SAFETY: ("Importante", "alguien puede hacerse daño"),
    _C.REPEATED: ("Importante", "le ha pasado ya varias veces en poco tiempo"),
    _C.SOUNDS_MAJOR: ("Importante", "por cómo se cuenta, al cliente le pesa"),
    _C.ONE_PERSON: ("Menor", "toca a una sola persona o a muy pocas"),
    _C.WORKAROUND: ("Menor", "el cliente sigue trabajando de otra manera"),
    _C.COSMETIC: ("Menor", "es cuestión de aspecto"),
    _C.NO_EFFECT: ("Menor", "no ha tenido consecuencias para el cliente"),
    _C.NOTHING_MAJOR: ("Menor", "nada de lo contado lo hace importante"),
    _C.WORKS_AGAIN: ("Solucionada", "el cliente ya lo tiene bien"),
    _C.NOT_FIXED: ("No solucionada", "el problema continúa"),
    _C.IN_PROGRESS: ("No solucionada", "el arreglo está en marcha, sin terminar"),
    _C.LATER: ("No solucionada", "el arreglo es para más adelante"),
    _C.DOUBT: ("No solucionada", "no hay seguridad de que esté arreglado"),
    _C.PARTLY: ("No solucionada", "solo está arreglado en parte"),
    _C.BROKE_AGAIN: ("No solucionada", "se arregló y ha vuelto a fallar"),
    _C.CAUSE_ONLY: ("No solucionada", "se conoce la causa, falta el arreglo"),
    _C.MAKESHIFT: ("No solucionada", "es un apaño mientras llega el arreglo"),
    _C.NO_WORD: ("No solucionada", "nada dice que esté arreglado"),
}


def why(reason: Reason) -> str:
    """One short line in Spanish: the suggestion, the reporter's words if any decided, and what they mean."""
    verdict, meaning = _WORDS[reason.code]
    quote = " ".join(reason.quote.split())
    if quote:
        return f"{verdict}: «{quote}» — {meaning}."
    return f"{verdict}: {meaning}."
