"""What is said where the firm's own decisions cannot stand: on the field, what is wrong and how it is written."""

from bot.domain.errors import Refused, Why
from bot.domain.working_time import HoursFault
from messages.blocks import esc

HOURS_FAULT = {
    HoursFault.EMPTY: "Falta decir qué días y a qué horas se trabaja.",
    HoursFault.DAYS: "Falta decir qué días son: empieza por sus letras (L, M, X, J, V, S, D).",
    HoursFault.SPAN: "Esas horas no se entienden.",
    HoursFault.TIME: "Esa hora no existe en el reloj.",
    HoursFault.ORDER: "Ese tramo acaba antes de empezar. Si pasa de medianoche, pártelo en dos.",
    HoursFault.OVERLAP: "Ese tramo pisa a otro del mismo día.",
}
_EXAMPLE = "Escríbelo así: L-V 09:00-14:00 16:00-19:00; S 10:00-13:00"
_SENTENCES = {
    Why.UNKNOWN_ZONE: "No conozco ese lugar. Elige el que tenga vuestra misma hora.",
    Why.UNKNOWN_COUNTRY: "No conozco los festivos de ese país. Escribe sus dos letras, y la región si la tiene; "
    "por ejemplo ES-MD, MX o CO.",
    Why.TOO_MANY_DAYS: "Son demasiadas líneas: caben 100. Junta los días seguidos en una: 3/8/2026 - 21/8/2026.",
    Why.BAD_HOUR: "Elige una de las que hay.",
    Why.BAD_SPAN: "No entiendo ese plazo. Di si son minutos u horas: 30 min, 2 h o 1 h 30 min.",
    Why.SPAN_OUT_OF_BOUNDS: "Pon un plazo de entre 5 minutos y 80 horas.",
    Why.CANNOT_WAIT_FOR_REPORT: "Lo más grave no puede esperar al reporte diario. Elige otra manera.",
    Why.NOTHING_TO_SAY: "Marca al menos una cosa que el cliente tenga que saber.",
    Why.NEVER_OPEN: "Con este horario, esos festivos y esos cierres no queda ni un día de trabajo. Repásalos.",
    Why.NO_ADMINS: "Deja al menos a una persona: si no, nadie podría cambiar esto.",
    Why.TOO_MANY_ADMINS: "Son demasiadas personas: caben 20.",
    Why.NO_CHANNEL: "Elige un canal.",
    Why.CHANNEL_WITHOUT_BOT: "No estoy en ese canal. Escribe en él «/invite @incidente» y guarda otra vez.",
    Why.CHANNEL_SHARED: "En ese canal hay gente de otra organización, y allí no publico nada sobre clientes. "
    "Elige otro.",
    Why.CHANNEL_ARCHIVED: "Ese canal está archivado: nadie lo leería. Elige otro.",
    Why.BAD_SIGN: "Pon cuántas veces, de 1 a 50, y cuántos puntos, de 0 a 50. Por ejemplo: 3 veces, 1 punto.",
    Why.BAD_POINTS: "Pon un número entero de puntos, de 1 a 50.",
    Why.FIRE_BEFORE_SMOKE: "El fuego tiene que empezar con más puntos que el humo.",
}


def sentence(error: Refused, by: str, moment: str) -> str | None:
    """The sentence for one of these, where it matters with who did it and when; None for any other refusal."""
    match error.why:
        case Why.CHANGED_SINCE:
            return f"Lo ha cambiado después {by}, {moment}: ya no se puede deshacer aquí. Mira cómo está ahora."
        case Why.CHANGED_MEANWHILE:
            return f"Lo ha cambiado {by} {moment}, con esto abierto. Cierra y ábrelo otra vez para ver cómo está ahora."
        case Why.BAD_HOURS:
            fault = HOURS_FAULT[HoursFault(str(error.details.get("fault", HoursFault.SPAN)))]
            return f"{_seen(error, 'near')}{fault} {_EXAMPLE}."
        case Why.BAD_DAY:
            return f"{_seen(error, 'line')}No encuentro ese día en el calendario. Escríbelo con su año: 24/12/2026."
        case Why.BAD_STRETCH:
            return (
                f"{_seen(error, 'line')}Pon primero el día en que empieza el cierre y después el último, "
                "como mucho un año más tarde: 3/8/2026 - 21/8/2026."
            )
        case Why.UNKNOWN_REGION:
            country, regions = esc(str(error.details.get("country", ""))), error.details.get("regions")
            known = ", ".join(regions[:30]) if isinstance(regions, tuple) else ""
            if not known:
                return f"De ese país solo conozco los festivos de todos. Deja {country or 'el país'}, sin región."
            return f"No conozco esa región de {country}. Puede ser: {known}."
    return _SENTENCES.get(error.why)


def _seen(error: Refused, detail: str) -> str:
    """«L 9-25»: the piece of the text that is meant, where it is known."""
    found = str(error.details.get(detail) or "")
    return f"«{esc(found)}»: " if found else ""
