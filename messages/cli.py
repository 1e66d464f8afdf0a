"""What the command line says."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.classify import Suggestion
from bot.domain.matrix import Cell, Matrix
from bot.domain.words import Severity, Status
from messages import classify, words
from messages.times import span

ABOUT = "Que la persona adecuada le cuente la verdad al cliente, a tiempo y con buenas palabras."
COMMANDS = {
    "demo": "todo el producto en el navegador, sin cuenta de Slack",
    "run": "el bot de verdad",
    "migrate": "pone la base de datos al día",
    "check": "comprueba ajustes, base de datos, Slack y canales, y dice qué hacer",
    "manifest": "el manifiesto de la aplicación de Slack (JSON)",
    "matrix": "la matriz en vigor: quién se lo cuenta al cliente, cómo y para cuándo",
    "life": "la vida de un incidente y de lo que le sigue, como diagrama Mermaid",
    "classify": "propone gravedad y estado: líneas JSON de entrada y de salida",
    "review": "revisa textos para clientes: líneas JSON de entrada y de salida",
    "clients": "clientes y contactos: «import FICHERO.csv» los trae, «export» los escribe",
    "digest": "el resumen de una semana; con --post, lo publica en su canal (una sola vez)",
    "export": "todo, como CSV y JSON, en la carpeta de --out",
    "drafts": "una página con todos los borradores, para leerlos",
}
NEEDS_DEMO_EXTRA = "Faltan las piezas de la demo: instálalas con  python -m pip install -e '.[demo]'"
OLD_SCHEMA = "La base de datos no está al día. Ejecuta antes:  python -m bot migrate"
NO_DATABASE = "La base de datos no contesta. Mira que DATABASE_URL sea buena y que el servidor esté en marcha."
NO_SOCKET = "Slack no acepta la conexión. Para saber por qué, ejecuta:  python -m bot check"
MIGRATED = "La base de datos está al día."
USUAL_MATRIX = (
    "Esta es la matriz de serie: la base de datos no contesta o no está al día, y si habéis cambiado algo no lo veo."
)
NO_WORKSPACE = "No sé de qué espacio de Slack son: pon SLACK_BOT_TOKEN, o arranca el bot una vez antes."
NEEDS_FILE = "Falta el fichero:  python -m bot clients import FICHERO.csv"
NEEDS_TEXT = "falta «text», que debe ser un texto"
BAD_JSON = "esta línea no es JSON"

BAD_WEEK = "No entiendo esa semana. Escríbela como  2026-W47  (año y número de semana)."
DIGEST_OWED = "Queda pendiente de publicar: sale en cuanto el bot esté en marcha."
DIGEST_ALREADY = "Ese resumen ya se había publicado, o está a punto: no se repite."


def port_taken(port: int) -> str:
    return f"El puerto {port} está ocupado. Prueba con otro:  python -m bot demo --port {port + 1}"


def demo_ready(url: str) -> str:
    return (
        f"\n  Abre  {url}  en el navegador y escribe  /incidente\n"
        "  Arriba puedes cambiar de persona y adelantar el reloj. Para salir: Ctrl+C.\n"
    )


def cannot_read(path: str) -> str:
    return f"No puedo leer {path}. Mira que exista y que sea un CSV en UTF-8."


def not_written(path: str) -> str:
    return f"No puedo escribir en {path}. Mira que la carpeta exista y sea tuya."


def written(path: str) -> str:
    return f"Escrito en {path}"


_HOW_TO_WRITE = {
    "timezone": "no es una zona horaria. Escríbela como Europe/Madrid o America/Bogota.",
    "working_hours": "no se entiende. Escríbelo así:  L-V 09:00-14:00 16:00-19:00; S 10:00-13:00",
    "holidays": "no es un país ni una región que conozca. Escríbelo como ES-MD, MX o CO.",
    "database_url": "no sirve. Escríbela como  sqlite:///incidente.db  "
    "o  postgresql+psycopg://usuario:clave@servidor/base",
    "log_level": "elige entre DEBUG, INFO, WARNING y ERROR.",
    "log_format": "elige entre text y json.",
}


def bad_setting(error: Mapping[str, Any]) -> str:
    """One clear line for a setting that cannot be used; its value is not repeated, it may be a secret."""
    name = "_".join(str(part) for part in error["loc"])
    return f"{name.upper()}: {_HOW_TO_WRITE.get(name, 'no se puede usar. Mira cómo se escribe en .env.example.')}"


_NEEDED = {
    "slack_bot_token": "SLACK_BOT_TOKEN: falta. Está en la página de tu aplicación de Slack, «OAuth & Permissions».",
    "incidents_channel": "INCIDENTS_CHANNEL: falta. Es el identificador del canal (C…): está al pie de sus detalles.",
}
_NEEDED_FOR_HTTP = {
    "slack_signing_secret": "SLACK_SIGNING_SECRET: falta, y sin SLACK_APP_TOKEN es necesario. "
    "Está en «Basic Information».",
}


def missing_settings(values: Mapping[str, Any], *, has_socket: bool) -> list[str]:
    """One line per setting that ``run`` needs and does not have."""
    needed = _NEEDED if has_socket else {**_NEEDED, **_NEEDED_FOR_HTTP}
    return [line for name, line in needed.items() if not values.get(name)]


def finding(topic: str, ok: bool, detail: str) -> str:
    return f"{'✔' if ok else '✖'} {topic}: {detail}"


def suggestion(found: Suggestion) -> dict[str, Any]:
    """The answer of ``classify`` for one report."""
    return {
        "severity": words.SEVERITY[found.severity],
        "status": words.STATUS[found.status].replace(" ", "_"),
        "reasons": [classify.why(found.severity_reason), classify.why(found.status_reason)],
    }


def _within(cell: Cell) -> str:
    if cell.within is None:
        return "en el siguiente reporte diario"
    kind = "laborables" if cell.working else "en cuanto se le pueda llamar"
    return f"{span(cell.within)} {kind}" if cell.working else f"{span(cell.within)}, {kind}"


def _channel(cell: Cell) -> str:
    return words.CHANNEL[cell.channel] if cell.channel else "canal preferido (correo si no tiene)"


def matrix_table(matrix: Matrix) -> str:
    """The matrix in force, to read."""
    lines = []
    for severity in Severity:
        for status in (Status.RESOLVED, Status.UNRESOLVED):
            cell = matrix[severity, status]
            content = ", ".join(words.CONTENT[one] for one in cell.must_say)
            lines.append(
                f"{words.SEVERITY[severity]:<11} {words.STATUS[status]:<14} {_channel(cell)}; {_within(cell)}\n"
                f"{'':<27}hay que decir: {content}"
            )
    return "\n".join(lines)


def matrix_json(matrix: Matrix) -> str:
    rows = []
    for (severity, status), cell in matrix.items():
        rows.append(
            {
                "severity": words.SEVERITY[severity],
                "status": words.STATUS[status].replace(" ", "_"),
                "channel": words.CHANNEL[cell.channel] if cell.channel else "preferido",
                "minutes": int(cell.within.total_seconds() // 60) if cell.within else None,
                "working_time": cell.working,
                "must_say": [words.CONTENT[one] for one in cell.must_say],
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2)
