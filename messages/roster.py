"""The clients' CSV file in words: its columns, what may stand in them, and what is wrong with a line."""

from collections.abc import Iterable

from bot.domain.words import Address, Channel, Wish

COLUMNS = (
    "cliente",
    "responsable",
    "supervisor",
    "deseo",
    "canal",
    "contacto",
    "telefono",
    "correo",
    "tratamiento",
    "horario",
    "zona",
    "nota",
)
REQUIRED = ("cliente", "responsable")

WISH = {Wish.EVERYTHING: "todo", Wish.STANDARD: "estándar", Wish.MAJOR_ONLY: "solo importante"}
CHANNEL = {Channel.PHONE: "llamada", Channel.EMAIL: "correo", Channel.TEXT: "mensaje"}
ADDRESS = {
    Address.TU: "tú",
    Address.USTED: "usted",
    Address.VOS: "vos",
    Address.USTEDES: "ustedes",
    Address.VOSOTROS: "vosotros",
}


def missing_columns(names: list[str]) -> str:
    return f"faltan columnas ({', '.join(names)}); la primera línea debe nombrarlas"


def empty(name: str) -> str:
    return f"«{name}» está vacío"


def not_one_of(name: str, given: str, known: Iterable[str]) -> str:
    return f"«{given}» no vale en «{name}»; puede ser: {', '.join(known)}"


def bad_phone(given: str) -> str:
    return f"el teléfono «{given}» no parece bueno; escríbelo con su prefijo"


def bad_email(given: str) -> str:
    return f"el correo «{given}» no parece bueno"


def bad_hours(given: str) -> str:
    return f"no se entiende el horario «{given}»; escríbelo así: L-V 09:00-14:00 16:00-19:00"


def bad_zone(given: str) -> str:
    return f"no se conoce la zona «{given}»; escríbela así: America/Bogota"


def bad_person(name: str, given: str) -> str:
    return (
        f"«{given}» no vale en «{name}»; pon su identificador de Slack, que empieza por U "
        "y se copia en su perfil con «Copiar ID de miembro»"
    )


def too_long(name: str, most: int) -> str:
    return f"«{name}» es demasiado largo; caben {most} letras"


def differs(name: str, given: str, client: str) -> str:
    return f"«{given}» en «{name}» no es lo que pone la primera línea de {client}"


def twice(contact: str, client: str) -> str:
    return f"{contact} ya está en otra línea de {client}"


TOO_MANY_CELLS = "tiene más casillas que columnas; si un texto lleva comas, ponlo entre comillas"
BROKEN = "desde aquí no se entiende: hay unas comillas sin cerrar o un texto larguísimo"
NOT_TEXT = "lleva signos que no son texto"


def problem(line: int, reason: str) -> str:
    return f"Línea {line}: {reason}."


def refused(count: int) -> str:
    lines = "una línea" if count == 1 else f"{count} líneas"
    return f"No se ha importado nada: hay que corregir {lines}."


def brought_in(clients: int, contacts: int) -> str:
    return f"Importado: clientes {clients}, filas {contacts}."
