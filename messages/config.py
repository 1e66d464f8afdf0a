"""`/incidente config`: the firm's own words for each draft."""

from messages.blocks import Block, actions, context, field, modal, option, section, select, text_input
from messages.drafts import names, source

MOST = 3000


def choose() -> Block:
    """Which draft to change."""
    return modal("Configuración", [*_intro(), _choice(None)])


def edit(name: str, own: str) -> Block:
    """One draft's text, the firm's own where it has one; each draft has a field of its own."""
    blocks = [
        *_intro(),
        _choice(name),
        field(
            f"text-{name}",
            _label(name),
            text_input(f"text-{name}", own or source(name), lines=True, most=MOST),
            hint="Lo que va entre llaves lo pongo yo en cada caso. Déjalo vacío para volver al texto de la casa.",
            optional=True,
        ),
    ]
    if own:
        blocks.append(context("✏️ Este texto ya lo habéis cambiado."))
    return modal("Configuración", blocks, callback="wording", submit="Guardar", metadata=name)


def saved(name: str, *, own: bool) -> Block:
    what = "Desde ahora uso vuestro texto" if own else "Vuelvo al texto de siempre"
    return modal("Guardado", [section(f"✅ {what} en «{_label(name)}».")])


def broken(line: int | None, reason: str) -> str:
    """What is wrong with a text, for its field."""
    where = f"Línea {line}: " if line else ""
    return f"{where}{reason} No se ha guardado nada."


def _intro() -> list[Block]:
    return [section("*Los textos para el cliente.* Aquí cambias las palabras con las que empieza cada borrador.")]


def _choice(name: str | None) -> Block:
    options = [option(_label(one), one) for one in names()]
    return actions(select("wording", options, name, "¿Qué texto?"))


def _label(name: str) -> str:
    """«aviso-correo» → «Aviso · correo»."""
    return name.replace("-", " · ", 1).replace("-", " ").capitalize()
