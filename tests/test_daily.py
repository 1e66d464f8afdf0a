"""The daily report and e-mails to clients: written, read by the reviewer, sent once, and then the proof."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.demo.mailbox import Mailbox
from tests.world import ANA, CARMEN, GENERAL, LUIS, MADRID, World, open_world


@pytest.fixture
def posted(database_url: str) -> Iterator[tuple[World, Mailbox]]:
    """A world whose bot sends through a real mail server."""
    with open_world(database_url, mailbox=True) as world:
        assert world.mailbox is not None
        yield world, world.mailbox


def small_and_solved(world: World, words: str = "Salió una errata en el informe", **values: object) -> None:
    world.command(ANA, f"Acme: {words}")
    if world.view(ANA)["callback_id"] == "report_start":
        world.submit(ANA)
        values = {"contact": "Marta Ruiz", "phone": "+34 600 123 456", "email": "marta@acme.example", **values}
    chosen = {"severity": "minor", "status": "resolved", "responsibility": "ours", "measures": "Corregida", **values}
    world.fill(ANA, **chosen)
    world.submit(ANA)
    world.close(ANA)
    world.settle()


def at_six(world: World, day: int = 10) -> None:
    world.until(datetime(2026, 3, day, 18, 0, tzinfo=MADRID))


def test_a_small_thing_solved_is_in_todays_report_and_not_in_the_next(posted: tuple[World, Mailbox]) -> None:
    """Solved at noon → draft at 18:00 → edited, the reviewer speaks up → corrected → sent → told, once."""
    world, mailbox = posted
    small_and_solved(world)
    small_and_solved(world, "El enlace de la factura no se abría")
    at_six(world)
    assert world.dm(ANA) == ["📋 Reporte para Acme: 2 por contar."]
    world.press(ANA, "report_edit")
    world.fill(ANA, body="Hola, Marta: lo sentimos, pero fue cosa de un momento. Ya está corregido.", finish="send")
    world.submit(ANA)
    assert "Antes de enviarlo" in str(world.view(ANA)["blocks"])
    assert "pero" in str(world.view(ANA)["blocks"])
    assert mailbox.mails == []
    good = "Hola, Marta: le pido disculpas por la errata del informe y el enlace de la factura. Ya están corregidos."
    world.fill(ANA, body=good)
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    assert [mail["text"].strip() for mail in mailbox.mails] == [good]
    mail = mailbox.mails[0]
    assert mail["to"]["address"] == "marta@acme.example"
    assert mail["reply_to"]["address"] == "ana@norte.example"
    assert "Ana Torres" in mail["from"]["name"]
    assert world.rows("SELECT DISTINCT state FROM notices") == [("given",)]
    assert world.rows("SELECT count(*) FROM proofs") == [(2,)]
    at_six(world, 11)
    at_six(world, 12)
    assert len(mailbox.mails) == 1
    assert world.dm(ANA) == ["Reporte atendido."]


def test_an_outage_is_caught_up_once_and_says_so(world: World) -> None:
    """A report hour that nobody was awake for comes later, once, and says since when it was due."""
    small_and_solved(world)
    world.clock.moment = datetime(2026, 3, 12, 9, 30, tzinfo=MADRID)
    world.bot.work()
    world.bot.work()
    messages = [one for one in world.server.messages(world.server.dm(ANA)) if "Reporte para Acme" in one["text"]]
    assert len(messages) == 1
    assert "no he podido mandarlo antes" in str(messages[0]["blocks"])


def test_a_report_sent_by_hand_is_handed_over_once(world: World) -> None:
    """«Ya lo he enviado» tells everything in it; pressed again, it says who did it."""
    small_and_solved(world)
    at_six(world)
    message = world.last_with(world.server.dm(ANA), "report_done")
    world.press(ANA, "report_done", message=message)
    world.settle()
    assert world.rows("SELECT state FROM notices") == [("given",)]
    world.press(ANA, "report_done", message=message, stale=True)
    assert "Ya está hecho" in " ".join(world.whispers(ANA, world.server.dm(ANA)))
    assert world.rows("SELECT count(*) FROM proofs") == [(1,)]


def test_a_private_incident_is_only_in_its_owners_report(world: World) -> None:
    """What is private goes to its own client's report, and that report to its own owner alone."""
    small_and_solved(world, private=["private"])
    at_six(world)
    assert "Reporte para Acme" in world.dm(ANA)[-1]
    assert not world.dm(LUIS)
    assert not world.cards()


def test_a_client_may_leave_an_importante_for_the_report(world: World) -> None:
    """An importante solved whose client would rather read it waits for the daily report."""
    small_and_solved(world, severity="major")
    world.press(ANA, "notice_done")
    world.fill(ANA, said="Que ya funciona", for_report=["for_report"])
    world.submit(ANA)
    world.settle()
    at_six(world)
    assert "Reporte para Acme" in world.dm(ANA)[-1]


def solved_importante(world: World) -> None:
    small_and_solved(world, "No les llegaba el correo", severity="major")


def write_and_send(world: World) -> None:
    world.press(ANA, "notice_write")
    world.fill(ANA, finish="send")
    world.submit(ANA)
    while world.view(ANA).get("callback_id") == "compose":
        assert not world.errors(ANA), world.errors(ANA)
        world.submit(ANA)
    world.close(ANA)
    world.settle()


def test_an_email_leaves_once_and_is_the_proof(posted: tuple[World, Mailbox]) -> None:
    """The draft, sent from the form in the owner's name, tells the client; the notice is settled by it."""
    world, mailbox = posted
    solved_importante(world)
    write_and_send(world)
    assert len(mailbox.mails) == 1
    assert world.rows("SELECT state FROM notices") == [("given",)]
    said = world.rows("SELECT said FROM proofs")[0][0]
    assert mailbox.mails[0]["text"].split() == said.split()
    world.pass_time(days=1)
    assert len(mailbox.mails) == 1


def test_a_refused_address_is_said_and_can_be_mended(posted: tuple[World, Mailbox]) -> None:
    """The client's server refuses: the owner hears why, corrects the address, and sends it again."""
    world, mailbox = posted
    mailbox.faults.refuse.add("marta@acme.example")
    solved_importante(world)
    write_and_send(world)
    assert "no acepta esa dirección" in world.dm(ANA)[-1]
    assert world.rows("SELECT state FROM notices") == [("pending",)]
    mailbox.faults.refuse.clear()
    world.press(ANA, "mail_again")
    world.fill(ANA, finish="send")
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    assert len(mailbox.mails) == 1
    assert world.rows("SELECT state FROM notices") == [("given",)]


def test_a_server_that_is_down_or_says_later_loses_nothing(posted: tuple[World, Mailbox]) -> None:
    """Down, then greylisting: it is tried on, the owner hears that it has not left, and then it leaves once."""
    world, mailbox = posted
    mailbox.faults.greylist = True
    mailbox.stop()
    solved_importante(world)
    write_and_send(world)
    world.pass_time(minutes=2)
    assert "todavía no ha salido" in world.dm(ANA)[-1]
    mailbox.start()
    world.pass_time(minutes=30)
    assert len(mailbox.mails) == 1
    assert world.rows("SELECT state FROM notices") == [("given",)]


def test_a_line_cut_after_the_data_is_never_sent_again_blindly(posted: tuple[World, Mailbox]) -> None:
    """It may have left: the owner is asked, and says that it arrived."""
    world, mailbox = posted
    mailbox.faults.drop_after_data = True
    solved_importante(world)
    write_and_send(world)
    world.pass_time(minutes=20)
    assert len(mailbox.mails) == 1
    assert "No sé si el correo" in world.dm(ANA)[-1]
    world.press(ANA, "mail_arrived")
    world.close(ANA)
    world.settle()
    assert world.rows("SELECT state FROM notices") == [("given",)]
    assert len(mailbox.mails) == 1


def test_a_death_in_the_middle_asks_rather_than_sends_twice(posted: tuple[World, Mailbox]) -> None:
    """A claim whose sender died may have sent the mail: its author decides."""
    world, mailbox = posted
    solved_importante(world)
    world.press(ANA, "notice_write")
    world.fill(ANA, finish="send")
    world.submit(ANA)
    world.close(ANA)
    with world.bot.database.write() as session:
        from sqlalchemy import text  # noqa: PLC0415

        session.execute(text("UPDATE deliveries SET unsure = :yes, attempts = 1 WHERE kind = 'mail'"), {"yes": True})
    world.settle()
    assert not mailbox.mails
    assert "No sé si el correo" in world.dm(ANA)[-1]


def test_the_form_asks_for_exactly_what_the_draft_lacks(world: World) -> None:
    """An open matter without an hour: the form asks for the hour, and puts it where it belongs."""
    small_and_solved(world, "El informe tarda en abrirse", status="unresolved", measures="")
    world.press(ANA, "notice_write")
    labels = [one["label"]["text"] for one in world.view(ANA)["blocks"] if one["block_id"].startswith("gap")]
    assert labels
    world.fill(ANA, finish="by_hand")
    world.submit(ANA)
    assert "corchetes" in world.errors(ANA)["body"]
    for index in range(len(labels)):
        world.fill(ANA, **{f"gap{index}": "hoy a las 18:00"})
    world.submit(ANA)
    while world.view(ANA).get("callback_id") == "compose":
        assert not world.errors(ANA), world.errors(ANA)
        world.submit(ANA)
    assert "[" not in world.rows("SELECT said FROM proofs")[0][0]


def test_revisar_reads_a_text_and_reads_it_again(world: World) -> None:
    """`/incidente revisar`: paste, see, correct, look again."""
    world.command(ANA, "revisar")
    world.fill(ANA, text="Le pido disculpas, pero es que estamos desbordados.")
    world.submit(ANA)
    assert "pero" in str(world.view(ANA)["blocks"])
    world.fill(ANA, text="Le pido disculpas por el corte. Mañana a las 10:00 estará resuelto y le llamo yo.")
    world.submit(ANA)
    assert "no le veo pegas" in str(world.view(ANA)["blocks"])
    assert not world.dm(CARMEN)


def test_the_report_may_be_asked_for_before_its_hour(sqlite_world: World) -> None:
    """`reporte` shows what is in the making; «Prepararlo ahora» drafts it at once, and not again at six."""
    world = sqlite_world
    world.command(ANA, "reporte")
    assert "No tienes nada esperando" in world.answers(ANA)
    small_and_solved(world)
    world.command(ANA, "reporte")
    assert "te lo preparo hoy a las 18:00" in world.answers(ANA)
    world.press(ANA, "report_now", channel=GENERAL, message=world.server.ephemerals(ANA, GENERAL)[-1])
    world.settle()
    assert world.dm(ANA) == ["📋 Reporte para Acme: 1 por contar."]
    world.press(ANA, "report_done")
    at_six(world)
    assert len(world.dm(ANA)) == 1
