"""What `check` says of each finding: how it is, or what to do about it."""

SET = "puesto."
NO_BOT_TOKEN = "falta. Cópialo de «OAuth & Permissions» en la página de tu aplicación de Slack (empieza por xoxb-)."  # noqa: S105
NO_WAY_IN = (
    "falta uno de los dos. Lo más sencillo es SLACK_APP_TOKEN (empieza por xapp-), de «Basic Information», "
    "con el permiso connections:write."
)
NO_ADMINS = "vacío. Pon tu identificador de Slack (U…): quien administra recibe lo que nadie más puede atender."
CURRENT = "responde y está al día."
OLD_SCHEMA = "responde, pero no está al día. Ejecuta:  python -m bot migrate"
NO_SLACK = "no contesta. Mira la conexión a internet y SLACK_API_URL."
NO_CHANNEL = "sin poner. Es el identificador del canal (C…): está al pie de sus detalles."
ARCHIVED = "ese canal está archivado. Elige otro."
SHARED = "ese canal se comparte con otra organización. Elige uno solo de la casa."
SOCKET = "la conexión se abre bien."


def no_database(error: str) -> str:
    return f"no contesta ({error}). Mira que la dirección sea buena y que el servidor esté en marcha."


def bad_token(code: str) -> str:
    return f"no acepta SLACK_BOT_TOKEN ({code}). Cópialo otra vez de «OAuth & Permissions»."


def bad_app_token(code: str) -> str:
    return f"Slack no lo acepta ({code}). Crea otro en «Basic Information» con connections:write."


def connected(team: str, user: str) -> str:
    return f"conectado a «{team}» como @{user}."


def scopes(missing: list[str]) -> str:
    if not missing:
        return "están todos."
    return f"faltan {', '.join(missing)}. Añádelos en «OAuth & Permissions» y vuelve a instalar la aplicación."


def bad_channel(code: str) -> str:
    return f"Slack no lo encuentra ({code}). Usa el identificador (C…) e invita al bot si es privado."


def not_invited(name: str) -> str:
    return f"el bot no está en #{name}. Escribe allí:  /invite @incidente"


def channel(name: str) -> str:
    return f"#{name}, y el bot está dentro."
