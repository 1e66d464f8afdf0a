"""The word on screen for each word of the domain (domain.md §1)."""

from bot.domain.matrix import Content, Purpose, Why
from bot.domain.notice import Rung, Snooze
from bot.domain.words import Address, Awareness, Channel, Mood, Responsibility, Severity, Status, Wish

SEVERITY = {Severity.MINOR: "menor", Severity.MAJOR: "importante"}
STATUS = {Status.UNRESOLVED: "no solucionada", Status.RESOLVED: "solucionada", Status.CLOSED: "cerrada"}
SEVERITY_MARK = {Severity.MINOR: "🟡", Severity.MAJOR: "🔴"}
STATUS_MARK = {Status.UNRESOLVED: "🛠️", Status.RESOLVED: "✅", Status.CLOSED: "📁"}

RESPONSIBILITY = {
    Responsibility.UNKNOWN: "por determinar",
    Responsibility.OURS: "nuestra",
    Responsibility.CLIENT: "del cliente",
    Responsibility.SHARED: "compartida",
    Responsibility.THIRD_PARTY: "de un tercero",
}
AWARENESS = {
    Awareness.NOT_YET: "Todavía no lo sabe",
    Awareness.TOLD_US: "Nos lo ha dicho el propio cliente",
    Awareness.THIRD_PARTY: "Se ha enterado por otra persona",
}
WISH = {
    Wish.EVERYTHING: "Quiere enterarse de todo",
    Wish.STANDARD: "Lo normal",
    Wish.MAJOR_ONLY: "Solo lo importante",
}
CHANNEL = {
    Channel.PHONE: "llamada",
    Channel.EMAIL: "correo",
    Channel.TEXT: "mensaje de texto",
    Channel.DAILY_REPORT: "reporte diario",
    Channel.IN_PERSON: "en persona",
}
CHANNEL_MARK = {
    Channel.PHONE: "📞",
    Channel.EMAIL: "✉️",
    Channel.TEXT: "💬",
    Channel.DAILY_REPORT: "📋",
    Channel.IN_PERSON: "🤝",
}
#: What has to be done, before a person's name: "Llama a Marta".
CHANNEL_TASK = {
    Channel.PHONE: "Llama a",
    Channel.EMAIL: "Escribe un correo a",
    Channel.TEXT: "Manda un mensaje a",
    Channel.DAILY_REPORT: "Cuéntaselo en el reporte de hoy a",
    Channel.IN_PERSON: "Queda en persona con",
}
#: The same, of somebody else: "Ana llamará a Marta".
CHANNEL_WILL = {
    Channel.PHONE: "llamará a",
    Channel.EMAIL: "escribirá un correo a",
    Channel.TEXT: "mandará un mensaje a",
    Channel.DAILY_REPORT: "se lo contará en el reporte diario a",
    Channel.IN_PERSON: "quedará en persona con",
}
CHANNEL_DONE = {
    Channel.PHONE: "He llamado",
    Channel.EMAIL: "He escrito",
    Channel.TEXT: "He escrito",
    Channel.DAILY_REPORT: "Ya se lo he contado",
    Channel.IN_PERSON: "Ya nos hemos visto",
}
ADDRESS = {
    Address.USTED: "de usted",
    Address.TU: "de tú",
    Address.VOS: "de vos",
    Address.USTEDES: "de ustedes (es un equipo)",
    Address.VOSOTROS: "de vosotros (es un equipo)",
}
MOOD = {
    Mood.CALM: "Tranquilo",
    Mood.UPSET: "Molesto",
    Mood.VERY_UPSET: "Muy molesto",
    Mood.WANTS_TO_LEAVE: "Quiere irse",
}
MOOD_MARK = {Mood.CALM: "🙂", Mood.UPSET: "😕", Mood.VERY_UPSET: "😠", Mood.WANTS_TO_LEAVE: "🚪"}
SNOOZE = {Snooze.QUARTER: "15 minutos", Snooze.HOUR: "1 hora", Snooze.MORNING: "Mañana a primera hora"}
PURPOSE = {
    Purpose.TELL: "contárselo",
    Purpose.UPDATE: "darle noticias frescas",
    Purpose.MEET: "verse en persona",
    Purpose.NEW_HOUR: "darle la nueva hora",
    Purpose.IMPROVED: "contarle qué ha mejorado",
}

CONTENT = {
    Content.WHAT_HAPPENED: "qué ha pasado",
    Content.STEPS: "qué se está haciendo",
    Content.OUTCOME: "qué ha salido de ello",
    Content.SOLUTION: "cómo se ha solucionado",
    Content.TALK_OR_REPORT: "que elija: hablarlo ahora o verlo en el reporte diario",
    Content.WHO_IS_ON_IT: "quién está en ello",
    Content.BY_WHEN: "para cuándo",
    Content.NOT_FIRST: "que debimos contárselo nosotros antes",
    Content.APOLOGY_IN_PERSON: "la disculpa, cara a cara (visita o videollamada)",
    Content.WHAT_CHANGED: "qué ha cambiado gracias a lo que nos contó",
    Content.HOW_CONTENT: "que nos ponga una nota, del 1 al 5",
}
WHY = {
    Why.MINOR_RESOLVED: "es menor y ya está solucionada: basta el reporte diario",
    Why.MINOR_UNRESOLVED: "es menor pero sigue abierta: el cliente debe saberlo, por su canal preferido",
    Why.MAJOR_RESOLVED: "es importante y está solucionada: se cuenta por escrito y el cliente dice si quiere hablarlo",
    Why.MAJOR_UNRESOLVED: "es importante y sigue abierta: se cuenta de viva voz, enseguida",
    Why.WISH_EVERYTHING: "este cliente quiere enterarse de todo",
    Why.WISH_MAJOR_ONLY: "este cliente solo quiere que le avisemos de lo importante",
    Why.CANNOT_WORK: "el cliente no puede trabajar: la llamada es personal y el supervisor está al tanto",
    Why.NEVER_EVENT: "es un error imposible: la llamada es personal y el supervisor debe confirmarla",
    Why.TOLD_US: "nos lo ha tenido que decir el cliente: se llama ya y se reconoce",
    Why.HEARD_ELSEWHERE: "el cliente se ha enterado por otra persona: se llama ya y se reconoce",
    Why.NO_ADDRESS: "no tenemos su dirección para el otro canal",
    Why.FACE_TO_FACE: "una disculpa así se debe cara a cara",
    Why.STILL_OPEN: "sigue sin solución: cada 2 horas el cliente merece noticias, aunque sean pocas",
    Why.PROMISED_HOUR: "es la hora que se le prometió al cliente",
    Why.NEW_HOUR: "lo prometido no va a llegar a su hora: el cliente lo sabe por nosotros, y antes de que pase",
    Why.IMPROVED: "lo que evita que se repita ya está comprobado: el cliente merece saber qué ha cambiado",
    Why.LEFT_FOR_REPORT: "el cliente prefiere leerlo en el reporte diario",
    Why.FIRMS_OWN: "así lo habéis decidido para los casos como este",
}
RUNG = {
    Rung.PROMPT: "",
    Rung.HALF: "⏳ Ya ha pasado la mitad del tiempo.",
    Rung.OVERDUE: "🔴 Ha pasado la hora y el cliente sigue sin noticias nuestras. He avisado también a tu supervisor.",
    Rung.AGAIN: "🔴 Sigue pendiente: el cliente está esperando.",
    Rung.MORNING: "☀️ Buenos días. Esto sigue pendiente de ayer.",
    Rung.RETRY: "🔁 Es la hora de volver a intentarlo.",
    Rung.HANDED: "↪️ Ahora te encargas tú.",
}


def cell(severity: Severity, status: Status) -> str:
    """«importante · no solucionada», with the marks people learn to see from afar."""
    return f"{SEVERITY_MARK[severity]} {SEVERITY[severity]} · {STATUS_MARK[status]} {STATUS[status]}"


def because(whys: list[str] | tuple[str, ...]) -> str:
    """Why a plan is as it is, in one line."""
    lines = [WHY[Why(why)] for why in whys]
    return "; ".join(lines) + "."


def must_say(contents: list[str] | tuple[str, ...]) -> str:
    return ", ".join(CONTENT[Content(content)] for content in contents)


def task(purpose: Purpose, channel: Channel) -> str:
    """What has to be done, before a person's name: «Llama a», or what the purpose says better than the channel."""
    match purpose:
        case Purpose.UPDATE:
            return "Dale noticias a"
        case Purpose.NEW_HOUR:
            return "Dale la nueva hora a"
        case Purpose.IMPROVED:
            return "Cuéntale qué ha mejorado a"
    return CHANNEL_TASK[channel]
