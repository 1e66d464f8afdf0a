"""What the workspace itself says to a person, in Spanish."""

_SENTENCES = {
    "operation_timeout": "{bot} no ha respondido a tiempo. Vuelve a intentarlo.",
    "dispatch_failed": "{bot} no está disponible ahora mismo. Vuelve a intentarlo dentro de un momento.",
    "invalid_command_response": "{bot} ha contestado algo que no se puede mostrar.",
    "invalid_fields": "Revisa los campos señalados.",
    "no_such_action": "Eso ya no está en pantalla.",
    "message_not_found": "Ese mensaje ya no está.",
    "view_not_found": "Esa ventana ya se ha cerrado.",
    "no_such_option": "Elige una de las opciones de la lista.",
    "too_many_selected": "Has elegido más opciones de las permitidas.",
    "no_such_date": "Esa fecha no existe.",
    "no_such_time": "Esa hora no existe.",
    "channel_not_found": "Ese canal no existe o no puedes verlo.",
    "not_in_channel": "No perteneces a este canal.",
    "is_archived": "Este canal está archivado.",
    "user_not_found": "No conocemos a esa persona.",
    "account_inactive": "Esta cuenta está desactivada.",
    "no_text": "Escribe algo antes de enviar.",
    "unknown_command": "Ese comando no existe.",
    "invalid_request": "No se ha entendido la petición.",
    "no_such_jump": "Ese salto no existe.",
}


def sentence(error: str, bot: str) -> str:
    """A short sentence for an error name; ``bot`` is the name of the app."""
    return _SENTENCES.get(error, "Algo ha fallado al conectar con {bot}. Vuelve a intentarlo.").format(bot=bot)
