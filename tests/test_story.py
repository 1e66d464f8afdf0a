"""The main job, end to end: somebody tells it, the owner tells the client, and it is followed until it is closed."""

from datetime import timedelta

from tests.world import ANA, CARMEN, INCIDENTS, LUIS, World


def test_an_importante_is_followed_until_it_is_closed(world: World) -> None:
    """Report, no answer, retry, proof with a promise, silence, solved, e-mail, proof, close: the whole of §4."""
    world.new_client(ANA, "Acme", "no les llega el correo desde las 9", severity="major", status="unresolved")
    assert world.dm(ANA)[-1].startswith("Llama a Marta Ruiz (Acme)")
    assert world.cards()[0]["text"].startswith("INC-0001 · Acme")

    world.press(ANA, "notice_no_answer")
    world.settle()
    before = len(world.dm(ANA))
    world.pass_time(minutes=15)
    assert len(world.dm(ANA)) > before
    assert "volver a intentarlo" in world.dm(ANA)[-1]

    world.press(ANA, "notice_done")
    promised = world.clock() + timedelta(hours=1)
    world.fill(
        ANA,
        said="Que estamos en ello",
        client_said="Que necesita el correo para las once",
        mood="upset",
        promised="Llamarle con novedades",
        promised_for=int(promised.timestamp()),
    )
    world.submit(ANA)
    world.settle()
    assert world.server.open_view(ANA) is None
    assert world.rows("SELECT state FROM notices WHERE purpose = 'tell'") == [("given",)]
    quiet = len(world.dm(ANA))
    world.pass_time(minutes=40)
    assert len(world.dm(ANA)) == quiet, "no reminder while nothing is due"

    card = world.cards()[0]
    world.press(ANA, "incident_resolved", channel=INCIDENTS, message=card)
    world.fill(ANA, measures="Se ha repuesto el servidor")
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    assert world.dm(ANA)[-1].startswith("Escribe un correo a Marta Ruiz (Acme)")

    world.press(ANA, "incident_close", channel=INCIDENTS, message=world.cards()[0])
    assert "Todavía no" in str(world.view(ANA)["title"])
    world.close(ANA)

    world.press(ANA, "notice_done")
    world.fill(ANA, said="Que ya funciona y qué se ha hecho")
    world.submit(ANA)
    world.settle()
    world.press(ANA, "incident_open", channel=INCIDENTS, message=world.cards()[0])
    world.press(ANA, "promise_kept")
    world.close(ANA)
    world.finish_review()
    world.press(ANA, "incident_close", channel=INCIDENTS, message=world.cards()[0])
    world.settle()
    assert world.rows("SELECT status FROM incidents") == [("closed",)]
    world.pass_time(days=3)
    assert not [text for text in world.dm(CARMEN) + world.dm(LUIS) if "INC-0001" in text]
    assert world.rows("SELECT count(*) FROM deliveries WHERE state NOT IN ('sent', 'dropped')") == [(0,)]


def test_who_comes_back_for_a_retry_is_not_told_the_time_as_well(sqlite_world: World) -> None:
    """«No contesta» at once: half of the time and the next try fall together; one message, and it is the retry."""
    sqlite_world.new_client(ANA, "Acme", "no les llega el correo desde las 9", severity="major", status="unresolved")
    sqlite_world.clock.moment += timedelta(seconds=0.4)
    sqlite_world.press(ANA, "notice_no_answer")
    sqlite_world.settle()
    sqlite_world.pass_time(minutes=16)
    assert not sqlite_world.hears(ANA, "la mitad del tiempo")
    assert len(sqlite_world.hears(ANA, "volver a intentarlo")) == 1
