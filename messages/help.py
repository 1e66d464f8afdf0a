"""The user's manual on screen, and help when a word was nearly right."""

from messages.blocks import Message, actions, button, context, divider, esc, header, section

#: What `/incidente` understands today: word, what follows it, what it does.
COMMANDS = (
    ("ayuda", "", "cómo funciona todo esto"),
    ("lista", "[mías · todas · CLIENTE]", "los incidentes abiertos, los tuyos, todos o los de un cliente"),
    ("lista", "correo importante marzo", "los que tienen esas palabras; vale menor, cerradas, ayer, semana o @ana"),
    ("ver", "INC-12", "uno con toda su historia; también con palabras: `ver correo Acme`"),
    ("clientes", "[NOMBRE]", "la lista de clientes"),
    ("cliente", "NOMBRE", "su ficha: contactos, preferencias e historia"),
    ("reporte", "", "tus reportes diarios: qué llevan y cuándo salen"),
    ("resumen", "[anterior]", "cómo va la semana, tal como saldrá en el canal; o la anterior"),
    ("compromisos", "[todos · CLIENTE]", "lo prometido y todavía pendiente"),
    ("acciones", "[vencidas · todas · INC-12]", "lo que se hace para arreglarlo y para que no se repita"),
    ("compromiso", "[INC-12 · CLIENTE]", "anotar algo prometido a un cliente"),
    ("baja", "CLIENTE", "un cliente se va: escucharle, despedirse bien y aprender"),
    ("config", "", "cómo se le cuenta al cliente, horario, canales, textos y más; solo quien administra"),
    ("exportar", "", "todo lo guardado, en ficheros; solo quien administra"),
    ("revisar", "[TEXTO]", "lee un texto como lo oiría el cliente"),
)


def manual() -> Message:
    """``/incidente ayuda``."""
    commands = "\n".join(f"• `/incidente {word}{f' {rest}' if rest else ''}`: {what}" for word, rest, what in COMMANDS)
    return Message(
        "Cómo funciona /incidente",
        (
            header("Cuando algo va mal con un cliente"),
            section(
                "*1. Cuéntalo.* Escribe `/incidente`, o ve más rápido: "
                "`/incidente Acme: no les llega el correo desde las 9`.\n"
                "También desde cualquier mensaje, en su menú: «Contar un incidente»."
            ),
            section(
                "*2. Yo digo quién, cómo y para cuándo.* Quien lleva al cliente recibe un mensaje mío con el motivo, "
                "el contacto y unas palabras para empezar."
            ),
            section(
                "*3. Te lo recuerdo hasta que el cliente lo sepa.* Pulsa «He llamado» y anota qué dijisteis los dos. "
                "Si no contesta, dímelo y lo intentamos otra vez. Si pasa la hora, aviso también a tu supervisor."
            ),
            section(
                "*4. Di cuándo está solucionado.* En la tarjeta del canal, «Ya está solucionado»: "
                "te digo cómo contárselo. Cuando no quede nada pendiente, «Cerrar el incidente»; "
                "lo que falte te lo digo yo. Si vuelve a fallar, «Reabrir»."
            ),
            section(
                "*5. Compénsalo si toca.* Cuando el error es nuestro o el cliente quedó molesto, en «Ver todo» está "
                "«Compensar»: hago las cuentas contigo y te propongo qué ofrecerle."
            ),
            section(
                "*6. Aprende de ello.* Tras algo importante, o si alguien lo pide, te propongo la revisión: "
                "cómo pudo pasar, sin culpables. Quienes participaron la comentan y después se da por buena."
            ),
            section(
                "*7. Cuéntale qué ha mejorado.* Cuando lo que evita que se repita está comprobado, te pido que el "
                "cliente lo sepa y que apuntes qué nota os pone, del 1 al 5. Si es baja, lo sabe tu supervisor."
            ),
            divider(),
            section(f"*También puedes pedir*\n{commands}"),
            context("Lo que pidas aquí solo lo ves tú. Un incidente privado no sale en el canal."),
        ),
    )


def did_you_mean(word: str, near: str, rest: str) -> Message:
    """A near miss: one press does what was meant, another tells it as an incident all the same."""
    whole = f"{near} {rest}".strip()
    typed = f"{word} {rest}".strip()
    return Message(
        f"¿Querías decir {near}?",
        (
            section(f"No conozco «{esc(word)}». ¿Querías decir `/incidente {esc(whole)}`?"),
            actions(
                button(f"Sí, {near}", "meant_command", whole[:1900], style="primary"),
                button("No, es un incidente", "meant_report", typed[:1900]),
            ),
        ),
    )


def which_incident() -> Message:
    return Message(
        "¿Qué incidente?",
        (section("Dime el número: por ejemplo `/incidente ver INC-12`. Los tienes en `/incidente lista`."),),
    )


def which_client() -> Message:
    return Message(
        "¿Qué cliente?",
        (section("Dime el nombre: por ejemplo `/incidente cliente Acme`. Los tienes en `/incidente clientes`."),),
    )


def which_leaves() -> Message:
    return Message(
        "¿Qué cliente se va?",
        (section("Dime el nombre: por ejemplo `/incidente baja Acme`. Los tienes en `/incidente clientes`."),),
    )


def shared_channel() -> str:
    return (
        "👋 En este canal hay gente de otra organización, así que solo te contesto a ti "
        "y aquí no publico nada sobre clientes."
    )


def or_a_report(sentence: str, typed: str) -> Message:
    """What was asked for is not there; it may have been a report all along."""
    return Message(
        sentence, (section(sentence), actions(button("Es un incidente: contarlo", "meant_report", typed[:1900])))
    )
