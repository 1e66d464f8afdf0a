"""«¿Es un error imposible?» as the report and the change form ask it: from the firm's own list, where it has one."""

from messages.blocks import Block, checkboxes, field, option, select

NO = "no"
#: It was told as one when there was no list to choose from.
UNNAMED = "yes"
NAMED = "name:"


def ask(names: tuple[str, ...], *, cannot_work: bool, never_event: bool, name: str) -> list[Block]:
    """The ticks of both forms, and the list. ``name`` is the one chosen before, kept even if it has left the list.

    Without a list, a tick says that it is one, as it always did.
    """
    flags = [option("El cliente no puede trabajar", "cannot_work")]
    if name and name not in names:
        names = (*names, name)
    ticked = [flag for flag, on in (("cannot_work", cannot_work), ("never_event", never_event)) if on]
    if not names:
        flags.append(option("Es un error imposible: de los que nunca deben pasar", "never_event"))
        hint = "Quien administra el bot puede poner vuestra lista de errores imposibles en «/incidente config»."
        return [field("flags", "¿Algo de esto?", checkboxes("flags", flags, ticked), hint=hint, optional=True)]
    options = [option("No", NO), *(option(one, f"{NAMED}{one}"[:150]) for one in names)]
    chosen = f"{NAMED}{name}"[:150] if never_event and name else NO
    if never_event and not name:
        options.append(option("Sí, otro que no está en la lista", UNNAMED))
        chosen = UNNAMED
    return [
        field("flags", "¿Algo de esto?", checkboxes("flags", flags, ticked), optional=True),
        field(
            "never_event",
            "¿Es un error imposible?",
            select("never_event", options, chosen),
            hint="De los que en nuestra casa no deben pasar nunca.",
        ),
    ]
