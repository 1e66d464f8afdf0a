"""The sentence for each thing the rules refuse, and for each thing that went wrong: what happened, what to do next."""

from datetime import date, datetime

from bot.domain.errors import Refused, Why
from messages import choice_refusals
from messages.blocks import Message, actions, button, esc, person, quote, section
from messages.times import When

SENTENCES = {
    Why.GUEST: "Este bot es solo para el equipo de la casa, y tu cuenta es de persona invitada. "
    "Si necesitas contar algo, díselo a quien te invitó.",
    Why.STRANGER: "Este bot es solo para el equipo de la casa. Si ha pasado algo, díselo a tu persona de contacto.",
    Why.UNKNOWN_PERSON: "No encuentro a esa persona en este Slack. Elige a otra de la lista.",
    Why.NOT_FOUND: "No encuentro ese incidente. Mira el número en `/incidente lista`.",
    Why.CLIENT_NOT_FOUND: "No encuentro a ese cliente. Búscalo en `/incidente clientes`.",
    Why.NOTICE_REPLACED: "Este aviso ya no vale: el incidente ha cambiado y te he mandado uno nuevo.",
    Why.REASON_NEEDED: "Eso pasa de la hora en que el cliente debe saberlo. "
    "Escribe el motivo: lo verá también tu supervisor.",
    Why.NOT_READY_TO_CLOSE: "Todavía no se puede cerrar.",
    Why.PERSON_GONE: "Esa persona no puede encargarse: no está activa en el equipo. Elige a otra.",
    Why.IN_THE_FUTURE: "Esa hora todavía no ha llegado. Pon cuándo hablaste de verdad.",
    Why.IN_THE_PAST: "Esa hora ya ha pasado. Elige una que esté por llegar.",
    Why.NOTHING_CHANGED: "Ya lo lleva esa persona. Elige a otra.",
    Why.ONLY_ADMIN: "Esto solo lo cambia quien administra el bot. Pídeselo y lo hará en un momento.",
    Why.LAST_CONTACT: "Es la única persona que tenemos allí. Añade antes a otra.",
    Why.ON_ITS_WAY: "Ese correo ya está saliendo. En cuanto salga, te lo digo.",
    Why.NO_EMAIL: "No tenemos su correo. Añádelo en la ficha del cliente y vuelve a enviarlo.",
    Why.REOPENING_NEEDS_REASON: "Escribe por qué se reabre; con una frase basta.",
    Why.DAY_PAST: "Ese día ya ha pasado. Elige hoy o uno que esté por llegar.",
    Why.SAME_DAY: "Es el mismo día que tenía. Elige otro.",
    Why.NOT_DONE_YET: "Esta acción vuelve a estar en marcha: por ahora no hay nada que comprobar.",
    Why.DOER_CANNOT_VERIFY: "Debe comprobarlo alguien distinto de quien la hizo. Elige o pídeselo a otra persona.",
    Why.PREVENTION_PLANNED: "Ya hay alguna acción de prevención en marcha. Si no procede, dilo en ella y vuelve.",
    Why.NOT_LATER: "Esa hora no es más tarde que la prometida. Pon una a la que llegues seguro.",
    Why.PROMISE_NEEDS_HOUR: "Una promesa sin hora no se puede cumplir. Pon para cuándo.",
    Why.PROMISE_NEEDS_WORDS: "Has puesto una hora. Escribe también qué se prometió.",
    Why.AMOUNT_UNREADABLE: "No entiendo esa cantidad. Escríbela así: 1200 o 1.200,50.",
    Why.AMOUNT_NEGATIVE: "Ponla sin el signo menos: aquí todo son cantidades de cero en adelante.",
    Why.AMOUNT_ABSURD: "Son más de mil millones: seguro que sobra algún cero. Repásala.",
    Why.AMOUNT_NOT_WHOLE: "Ponla sin céntimos: por ejemplo 500.",
    Why.YEARS_UNREADABLE: "Pon años enteros, de 0 a 50. Por ejemplo: 3.",
    Why.NOTHING_COSTS_NOTHING: "Si no se le da nada más, la cantidad es 0. Quítala, o elige otra opción.",
    Why.FIGURES_IN_WORDS: "Quita de aquí las cantidades: esto lo lee todo el equipo. Ya quedan anotadas en su campo.",
    Why.NOT_YOUR_OWN: "Lo has propuesto tú, así que lo decide otra persona. Ya se lo he pedido.",
    Why.NOTHING_TO_MAKE_UP: "Aquí no hace falta compensar: "
    "ni es un fallo importante nuestro, ni el cliente quedó molesto.",
    Why.NOBODY_TO_APPROVE: "Pasa del límite y no hay nadie más que pueda aprobarlo. Baja la cantidad, "
    "o pide a otra persona que lo proponga y lo apruebas tú.",
    Why.UNKNOWN_CURRENCY: "No conozco esa moneda. Escribe sus tres letras, por ejemplo EUR, MXN o COP.",
    Why.REVIEW_NOT_OFFERED: "Esta revisión todavía se está escribiendo. En cuanto se comparta, se podrá leer.",
    Why.REVIEW_COMES_ANYWAY: "Este incidente ya lleva revisión: la pido en cuanto esté solucionado.",
    Why.NO_DIGEST_CHANNEL: "No hay un canal para el resumen semanal. Elígelo en `/incidente config` "
    "o ponlo en DIGEST_CHANNEL.",
    Why.WEEK_NOT_OVER: "Esa semana aún no ha terminado: su resumen se publica cuando acabe.",
    Why.WEEK_TO_COME: "Esa semana todavía no ha llegado. Pide la de ahora con `/incidente resumen`.",
    Why.REVIEW_NOT_THEIRS: "La comentan quienes participaron en el incidente. Si quieres añadir algo, "
    "díselo a quien la ha escrito.",
    Why.NO_CHANCE_LEFT: "Aquí el cliente ya no nos daba otra oportunidad. Mira cómo está en su ficha.",
    Why.NAME_TOO_LONG: "Hay un nombre demasiado largo: caben 75 letras en cada línea.",
    Why.TOO_MANY_NAMES: "Son demasiados: caben 90. Deja los que de verdad no deben pasar nunca.",
}

#: When the cause is ours and not the person's.
NOT_SAVED = (
    "No he podido guardarlo: algo no contesta ahora mismo. No se ha perdido lo que has escrito; "
    "espera unos segundos y pulsa otra vez."
)
NOT_ANSWERED = "Ahora mismo no puedo consultarlo: algo no contesta. Prueba otra vez dentro de un minuto."


def sentence(error: Refused, when: When) -> str:
    """One kind sentence that says what happened and what to do next."""
    who, at = error.details.get("who"), error.details.get("at")
    by = person(str(who)) if who else "Alguien"
    moment = when.at(at) if isinstance(at, datetime) else ""
    match error.why:
        case Why.NOT_YOURS:
            owner = error.details.get("owner")
            return f"Esto lo lleva {person(str(owner))}. Pídeselo, o habla con su supervisor."
        case Why.ALREADY_TOLD:
            return f"Ya está hecho: {by} lo contó y quedó anotado {moment}. No hay que hacer nada más."
        case Why.ALREADY_SETTLED:
            return f"Ya estaba anotado: lo hizo {by} {moment}."
        case Why.CLOSED:
            code = error.details.get("code", "Este incidente")
            closed = f"Ya está cerrado: {by} cerró {code} {moment}." if who else f"{code} se cerró {moment}."
            again = f"`/incidente ver {code}`" if error.details.get("code") else "su historia"
            return f"{closed} Si ha vuelto a fallar o quedó algo por hacer, pulsa «Reabrir» en {again}."
        case Why.ALREADY_OPEN:
            code = error.details.get("code", "Este incidente")
            opened = f"{by} lo reabrió {moment}." if who else ""
            return f"{code} ya está abierto. {opened}".strip()
        case Why.VERIFY_LATER:
            day = error.details.get("day")
            on = when.day(day) if isinstance(day, date) else "más adelante"
            return f"Todavía no toca comprobarlo: lo pregunto {on}."
        case Why.ONLY_LEAD:
            lead = error.details.get("lead")
            return f"Esto solo puede confirmarlo {person(str(lead)) if lead else 'el supervisor'}."
        case Why.NAMES_A_CULPRIT | Why.REVIEW_TOO_SOON:
            return _about_review(error, moment)
        case Why.SOMEBODY_NAMED:
            named = f"«{esc(str(error.details['name']))}»" if error.details.get("name") else "Aquí una persona"
            return f"{named} es un nombre. Pon solo el puesto o el área: «recepción», «técnico de guardia»."
        case Why.CLIENT_EXISTS:
            return f"Ya hay un cliente que se llama {esc(str(error.details.get('name', '')))}. Elígelo en la lista."
        case Why.CLIENT_NOT_FOUND if error.details.get("name"):
            name, near = esc(str(error.details["name"])), error.details.get("near")
            if near:
                return f"No encuentro a «{name}». ¿Querías decir *{esc(str(near))}*?"
            return f"No encuentro a «{name}». Mira la lista con `/incidente clientes`."
    return choice_refusals.sentence(error, by if who else "alguien", moment) or SENTENCES[error.why]


def _about_review(error: Refused, moment: str) -> str:
    if error.why is Why.NAMES_A_CULPRIT:
        named = f"«{esc(str(error.details['name']))}»" if error.details.get("name") else "Una persona"
        return (
            f"{named} aparece aquí como quien falló, y una revisión no busca culpables. "
            "Cuéntalo desde el proceso: ¿qué paso permitió que pasara, o qué paso faltaba?"
        )
    waiting = error.details.get("waiting")
    users = [person(str(user)) for user in waiting[:8]] if isinstance(waiting, tuple) else []
    has = "ha" if len(users) == 1 else "han"
    others = f"{', '.join(users)} todavía no {has} contestado. " if users else ""
    return f"{others}Podrás darla por buena {moment}, o antes si contestan todos o lo hace tu supervisor."


def refused(error: Refused, when: When) -> Message:
    text = sentence(error, when)
    return Message(text, (section(text),))


def apology(text: str) -> Message:
    """An answer to one person when something of ours failed."""
    return Message(text, (section(f"⚠️ {text}"),))


def kept(sentence: str, typed: str) -> Message:
    """What was typed after the command could not be done: it is kept, and one press tries again."""
    return Message(
        sentence,
        (
            section(f"⚠️ {sentence}"),
            quote(typed, 3000),
            actions(button("Probar otra vez", "meant_command", typed[:1900], style="primary")),
        ),
    )


def unexpected(reference: str) -> str:
    """For faults nobody foresaw: ``reference`` finds the line in the log."""
    return (
        "Algo ha fallado por nuestra parte y no he podido hacerlo. Prueba otra vez; "
        f"si sigue igual, da esta referencia a quien administra el bot: {reference}."
    )
