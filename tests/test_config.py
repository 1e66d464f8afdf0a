"""`/incidente config`: an admin changes the words of the drafts, and the next prompt uses them."""

from tests.world import ANA, CARMEN, World


def open_texts(world: World) -> None:
    world.command(CARMEN, "config")
    world.press(CARMEN, "config_texts")


def test_an_admins_words_are_in_the_next_draft_and_can_be_taken_back(world: World) -> None:
    """Saved, checked and on record; empty goes back to ours; a broken text is answered on its field."""
    open_texts(world)
    world.press(CARMEN, "wording", value="aviso-llamada")
    own = "Hola, soy {{ responsable }}, de la casa de siempre.\n- {{ hechos }}"
    world.fill(CARMEN, **{"text-aviso-llamada": "{{ no_existe }}"})
    world.submit(CARMEN)
    assert "No se ha guardado nada" in world.errors(CARMEN)["text-aviso-llamada"]
    world.fill(CARMEN, **{"text-aviso-llamada": own})
    world.submit(CARMEN)
    world.close(CARMEN)
    assert world.rows("SELECT count(*) FROM timeline WHERE kind = 'wording_changed'") == [(1,)]
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    assert "de la casa de siempre" in str(world.server.messages(world.server.dm(ANA))[-1]["blocks"])
    open_texts(world)
    world.press(CARMEN, "wording", value="aviso-llamada")
    world.fill(CARMEN, **{"text-aviso-llamada": ""})
    world.submit(CARMEN)
    assert world.rows("SELECT count(*) FROM wordings") == [(0,)]


def test_only_admins_configure(world: World) -> None:
    """Anybody else is told whom to ask, and sees no form."""
    world.command(ANA, "config")
    assert world.server.open_view(ANA) is None
    assert "quien administra el bot" in " ".join(world.whispers(ANA))
