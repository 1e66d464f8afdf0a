"""Taking everything out, as files."""

from messages.blocks import Message, actions, button, context, section

COMMAND = "python -m bot export --out CARPETA"

#: What each file holds.
_FILES = {
    "clients": "los clientes",
    "contacts": "las personas de contacto",
    "incidents": "los incidentes, también los privados",
    "notices": "cada aviso debido a un cliente",
    "proofs": "cómo se le contó: con quién se habló, qué se dijo y qué respondió",
    "client_mails": "los correos a clientes",
    "daily_reports": "los reportes diarios",
    "commitments": "los compromisos",
    "actions": "las acciones correctivas",
    "reviews": "las revisiones",
    "review_comments": "las respuestas a las revisiones",
    "amends": "las compensaciones",
    "satisfactions": "la satisfacción de clientes y equipo",
    "departures": "las bajas",
    "warnings": "las señales de humo",
    "timeline": "la historia: quién hizo qué y cuándo, con el antes y el después",
    "people": "el equipo, tal como lo conoce Slack",
    "settings": "lo que se ha configurado",
    "wordings": "los textos propios",
}


def offer() -> Message:
    """``/incidente exportar``: what it is, and in which form."""
    return Message(
        "Exportar todo",
        (
            section(
                "*Exportar todo*\nTe mando por mensaje directo un fichero ZIP con todo lo que guardo: clientes, "
                "contactos, incidentes (también los privados), avisos, compromisos, acciones, revisiones e historia."
            ),
            section("Lleva datos personales: guárdalo donde solo lo vea quien deba."),
            actions(
                button("Para hoja de cálculo (CSV)", "export_csv", style="primary"),
                button("Para programas (JSON)", "export_json"),
            ),
            context(f"Si es muy grande, quien lleve el servidor puede hacerlo con `{COMMAND}`."),
        ),
    )


def begun() -> Message:
    text = "Lo estoy preparando. En un momento lo tienes en nuestro mensaje directo."
    return Message(text, (section(f"⏳ {text}"),))


def sent() -> Message:
    text = "Listo: el fichero está en nuestro mensaje directo. Cuando lo hayas guardado, bórralo de allí."
    return Message(text, (section(f"✅ {text}"),))


def not_sent() -> Message:
    text = "No he podido mandarte el fichero."
    ask = f"Prueba otra vez, o pide a quien lleve el servidor que ejecute `{COMMAND}`."
    return Message(text, (section(f"⚠️ {text} {ask}"),))


def file_name(day: str, form: str) -> str:
    return f"incidente-{day}-{form}.zip"


def readme(moment: str) -> str:
    """What lies beside the files."""
    lines = "\n".join(f"{name:<16} {what}" for name, what in _FILES.items())
    return (
        f"Todo lo que guarda el bot de incidentes, a {moment}.\n\n{lines}\n\n"
        "Las horas son UTC. En los CSV, un apóstrofo al principio de una celda solo evita que la hoja de cálculo\n"
        "la tome por una fórmula. Hay datos personales: guárdalo donde solo lo vea quien deba.\n"
    )


def described() -> frozenset[str]:
    """The files that the note beside them explains."""
    return frozenset(_FILES)


def written(folder: str, files: int) -> str:
    return f"Escrito en {folder}: {files} ficheros. Hay datos personales: guárdalos donde solo los vea quien deba."
