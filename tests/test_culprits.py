"""Who is named as a culprit in a review, and who is not (domain.md §5): the rule alone."""

import pytest

from bot.domain.culprits import Span, find

PEOPLE = {
    "U0ANA": "Ana Torres",
    "U0LUIS": "Luis Marín",
    "U0XABI": "Xabier Etxeberria",
    "U0PAZ": "Paz de la Torre",
    "U0DESK": "Soporte Técnico",
}


@pytest.mark.parametrize(
    "text",
    [
        "Ana no revisó el envío.",
        "La culpa fue de Luis.",
        "Luis Marín borró la base de datos",
        "<@U0ANA> se olvidó de avisar",
        "Ana, que no miró el correo, lo dejó pasar",
        "Porque Xabier no probó la copia",
        "Falló porque xabier metió la pata.",
        "Ana Torres debería haber avisado",
        "Ana cometió un error al copiar",
        "Fue Luis quien lo borró",
        "Luis avisó tarde",
        "A Xabier se le pasó el aviso",
        "Por un despiste de Marín",
        "El error lo cometió <@U0LUIS|luis>",
        "Marta cerró mal el pedido",
        "Se lo dejé encargado a Ana y no lo hizo",
        "Dice Paz que Paz no lo comprobó",
        "El responsable es Luis",
    ],
)
def test_named_as_the_culprit(text: str) -> None:
    """Whoever is said to have failed, by name or by mention, known here or just by a usual name."""
    assert find(text, PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nadie revisa el envío antes de que salga",
        "Ana lo arregló en diez minutos",
        "Luis avisó del fallo a las nueve",
        "Ana detectó el error y Luis lo corrigió",
        "Ana no tenía acceso al panel",
        "Luis no recibió el aviso",
        "Quien hace la guardia no tiene teléfono de empresa",
        "El técnico de guardia no tenía acceso",
        "Xabier encontró el cambio en el registro",
        "La alarma no avisó",
        "Gracias a Ana se recuperó la copia",
        "El becario hizo el envío sin ayuda",
        "Soporte no revisó la lista",
        "No había paz en la oficina",
        "El proceso permite enviar sin segunda firma",
        "Luis y Ana revisarán el procedimiento",
        "Preguntamos a Ana qué le habría ayudado",
    ],
)
def test_helpers_roles_and_processes_are_welcome(text: str) -> None:
    """Who helped, who could not know, a role, a word that is also a name: nothing to refuse."""
    assert find(text, PEOPLE) == ()


def test_where_it_stands() -> None:
    """The span is the name's own; a mention is told by the person's name."""
    text = "No salió.\nLuis Marín no lo miró. <@U0ANA> se equivocó."
    assert find(text, PEOPLE) == (Span(10, 20, "Luis Marín"), Span(33, 41, "Ana Torres"))
