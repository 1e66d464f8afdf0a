"""Writing to the client (domain.md §4, §6, §8): who may, at the wrong moment, by text message, whatever is typed."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from bot.demo.mailbox import Mailbox
from bot.demo.people import Member
from bot.desk import acting, daily, writing
from bot.desk.writing import Target, Words
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor
from bot.domain.words import Channel
from tests.test_links import fields
from tests.world import ANA, CARMEN, IVAN, LUIS, World, open_world

EVA, NORA = "U0EVA", "U0NORA"
HOSTILE = "<!channel> & <https://x.example|clic> *ya* `x`"
GOOD = "Hola, Marta: le pido disculpas por la errata del informe. Ya está corregida y le he mandado el bueno."
SOLVED = {"status": "resolved", "responsibility": "ours", "measures": "Corregida y enviado otra vez"}
MAJOR = {"severity": "major", **SOLVED}
MINOR = {"severity": "minor", **SOLVED}


@pytest.fixture
def posted(database_url: str) -> Iterator[tuple[World, Mailbox]]:
    """A world whose bot sends through a real mail server, on each database."""
    with open_world(database_url, mailbox=True) as world:
        assert world.mailbox is not None
        yield world, world.mailbox


@pytest.fixture
def quick(sqlite_url: str) -> Iterator[World]:
    """The same on SQLite, where the database is not what matters."""
    with open_world(sqlite_url, mailbox=True) as world:
        yield world


def acme(world: World, words: str = "No les llegaba el correo", **values: Any) -> None:
    """Ana tells something of Acme's, whom the first time makes."""
    known = world.rows("SELECT count(*) FROM clients") != [(0,)]
    tell = world.report if known else lambda user, said, **more: world.new_client(user, "Acme", said, **more)
    tell(ANA, f"Acme: {words}" if known else words, **{**MAJOR, **values})


def at_six(world: World, days: int = 0) -> None:
    world.until(world.madrid(18, days=days))


def compose(world: World, user: str = ANA, **values: Any) -> None:
    """Fills the form in front of this person and sends it as often as the reviewer wants it looked at."""
    world.fill(user, **values)
    for _ in range(2):
        if world.view(user)["callback_id"] == "compose" and not world.errors(user):
            world.submit(user)
        if world.view(user).get("callback_id") != "compose":
            break


def body_of(world: World, user: str = ANA) -> str:
    """What stands in the form's text."""
    values = world.view(user)["state"]["values"]
    name = next(one for one in values if one.startswith("body"))
    return str(values[name][name]["value"])


def links(world: World, user: str = ANA) -> list[str]:
    """The addresses behind the form's links."""
    found = re.findall(r"<((?:https|mailto):[^|>]*)\|", str(world.view(user)["blocks"]))
    return [link.replace("&amp;", "&") for link in found]


# Who may


def hands(world: World, user: str) -> dict[str, Callable[[], object]]:
    """Everything one can do about the notice 1 and the report 1."""
    desk, actor, words = world.bot.desk, world.actor(user), Words("Asunto", "Texto")
    notice, report = Target(notice_id=1), Target(report_id=1)
    return {
        "see the mail": lambda: acting.look(desk, actor, 1),
        "keep the mail": lambda: writing.keep(desk, actor, notice, words),
        "send the mail": lambda: writing.send(desk, actor, notice, words),
        "say the mail was sent": lambda: writing.sent_by_hand(desk, actor, notice, words, Channel.EMAIL),
        "see the report": lambda: daily.look(desk, actor, 1),
        "keep the report": lambda: writing.keep(desk, actor, report, words),
        "send the report": lambda: writing.send(desk, actor, report, words),
        "say the report was sent": lambda: writing.sent_by_hand(desk, actor, report, words, Channel.EMAIL),
        "settle the report": lambda: daily.handed_over(desk, actor, 1, "Texto"),
    }


@pytest.mark.parametrize("private", [False, True])
def test_every_hand_by_role(quick: World, private: bool) -> None:
    """Owner, lead and admins may; reporter, colleagues, guests and strangers may nothing, and what is private is not
    even there for those who cannot see it."""
    world = quick
    for user, name in ((EVA, "Eva Ríos"), (NORA, "Nora Sanz")):
        world.server.workspace.add_member(Member(user, name.split(maxsplit=1)[0].lower(), name))
    flags: dict[str, Any] = {"private": ["private"]} if private else {}
    acme(world, **flags)
    world.command(ANA, "cliente Acme")
    world.press(ANA, "client_edit")
    world.fill(ANA, lead=NORA)
    world.submit(ANA)
    world.close(ANA)
    world.report(LUIS, "Acme: salió una errata", **MINOR, **flags)
    world.settle()
    at_six(world)
    assert world.rows("SELECT owner, reporter FROM incidents ORDER BY id") == [(ANA, ANA), (ANA, LUIS)]
    hidden = Why.NOT_FOUND if private else Why.NOT_YOURS
    for user, on_notice, on_report in (
        (LUIS, hidden, Why.NOT_YOURS),
        (EVA, hidden, Why.NOT_YOURS),
        (IVAN, Why.GUEST, Why.GUEST),
    ):
        for name, act in hands(world, user).items():
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.why is (on_report if "report" in name else on_notice), (user, name)
    assert world.rows("SELECT count(*) FROM client_mails") == [(0,)]
    assert world.rows("SELECT DISTINCT state FROM notices") == [("pending",)]
    for user in (ANA, NORA, CARMEN):
        for name, act in hands(world, user).items():
            if name.startswith(("see", "keep")):
                act()
    assert world.rows("SELECT DISTINCT author FROM client_mails") == [(CARMEN,)]
    assert not world.dm(LUIS)
    assert not world.dm(EVA)


def test_another_workspace_finds_nothing(quick: World) -> None:
    """The same numbers under another workspace name nobody's letters."""
    acme(quick)
    acme(quick, "Salió una errata", severity="minor")
    at_six(quick)
    other = Actor("T0OTHER", ANA, is_admin=True)
    for target in (Target(notice_id=1), Target(report_id=1)):
        with pytest.raises(Refused) as refused:
            writing.send(quick.bot.desk, other, target, Words("a", "b"))
        assert refused.value.why is Why.NOT_FOUND


def test_the_lead_writes_from_the_alarm(quick: World) -> None:
    """Past the hour the lead has the same form under the alarm; what they send settles the owner's duty."""
    acme(quick)
    quick.pass_time(hours=2, minutes=1)
    quick.press(CARMEN, "notice_write")
    compose(quick, CARMEN, body=GOOD, finish="by_hand")
    quick.settle()
    assert quick.rows("SELECT by, said, channel FROM proofs") == [(CARMEN, GOOD, "email")]
    assert f"<@{CARMEN}> se lo contó" in str(quick.server.messages(quick.server.dm(ANA))[0])


# At the same moment, too late, meanwhile


def at_once(*acts: Callable[[], object]) -> None:
    def quietly(act: Callable[[], object]) -> None:
        with suppress(Refused):
            act()

    threads = [Thread(target=quietly, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_people_send_the_same_mail_at_once(posted: tuple[World, Mailbox]) -> None:
    """Owner and lead press at the same moment: one mail leaves, one proof; the other hears that it is on its way."""
    world, mailbox = posted
    world.server.change_member(CARMEN, email="carmen@norte.example")
    acme(world)
    world.pass_time(hours=2, minutes=1)
    views = {}
    for user in (ANA, CARMEN):
        world.press(user, "notice_write")
        world.fill(user, body=GOOD, finish="send")
        views[user] = world.view(user)["id"]
    at_once(*(lambda user=user, view=view: world.server.submit(user, view) for user, view in views.items()))
    world.wait()
    world.settle()
    assert [mail["text"].strip() for mail in mailbox.mails] == [GOOD]
    assert world.rows("SELECT count(*), max(try_number) FROM client_mails") == [(1, 1)]
    ((by,),) = world.rows("SELECT by FROM proofs")
    other = CARMEN if by == ANA else ANA
    assert "sale ahora mismo" in world.shown(by)
    assert "ya está saliendo" in world.shown(other) or f"<@{by}> lo contó" in world.shown(other)


def test_two_people_send_the_same_report_at_once(posted: tuple[World, Mailbox]) -> None:
    """The report likewise: one mail, and each item in it proved once."""
    world, mailbox = posted
    world.server.change_member(CARMEN, email="carmen@norte.example")
    for what in ("Salió una errata", "La factura no se abría"):
        acme(world, what, severity="minor")
    at_six(world)
    desk, target, words = world.bot.desk, Target(report_id=1), Words("Reporte", GOOD)
    senders = [
        lambda user=user: writing.send(desk, world.actor(user), target, words) for user in (ANA, CARMEN, ANA, CARMEN)
    ]
    at_once(*senders, lambda: daily.handed_over(desk, world.actor(CARMEN), 1, GOOD))
    world.settle()
    assert len(mailbox.mails) <= 1
    assert world.rows("SELECT notice_id, count(*) FROM proofs GROUP BY notice_id ORDER BY notice_id") == [
        (1, 1),
        (2, 1),
    ]
    assert world.rows("SELECT count(*) FROM deliveries WHERE kind = 'mail'") == [(len(mailbox.mails),)]


@pytest.mark.parametrize("action", ["notice_write", "report_send", "report_edit", "report_done"])
def test_stale_buttons_change_nothing(quick: World, action: str) -> None:
    """After it was sent, each old button says who did it and when; no form opens and nothing leaves again."""
    world = quick
    acme(world, severity="major" if action == "notice_write" else "minor")
    if action != "notice_write":
        at_six(world)
    message = world.last_with(world.server.dm(ANA), action)
    world.press(ANA, "notice_write" if action == "notice_write" else "report_edit", message=message)
    compose(world, body=GOOD, finish="send")
    world.close(ANA)
    world.settle()
    before = world.rows("SELECT count(*) FROM timeline"), len(world.mailbox.mails if world.mailbox else [])
    assert before[1] == 1
    world.press(ANA, action, message=message, stale=True)
    world.settle()
    assert f"Ya está hecho: <@{ANA}> lo contó" in world.answers(ANA)
    assert world.server.open_view(ANA) is None
    assert (world.rows("SELECT count(*) FROM timeline"), len(world.mailbox.mails if world.mailbox else [])) == before


def test_a_form_sent_after_it_was_told_says_so(quick: World) -> None:
    """The form stays open while somebody settles it: sending it then tells who did, and nothing leaves."""
    acme(quick)
    quick.press(ANA, "notice_write")
    writing.sent_by_hand(quick.bot.desk, quick.actor(CARMEN), Target(notice_id=1), Words("a", GOOD), Channel.EMAIL)
    quick.fill(ANA, body=GOOD, finish="send")
    quick.submit(ANA)
    assert f"<@{CARMEN}> lo contó" in quick.shown(ANA)
    quick.settle()
    assert quick.mailbox is not None
    assert quick.mailbox.mails == []


@pytest.mark.parametrize("action", ["mail_again", "mail_arrived"])
def test_the_buttons_of_a_stuck_mail_after_it_was_settled(quick: World, action: str) -> None:
    """A letter in doubt that was settled by hand meanwhile: its buttons say so and prove nothing twice."""
    assert quick.mailbox is not None
    quick.mailbox.faults.drop_after_data = True
    acme(quick)
    quick.press(ANA, "notice_write")
    compose(quick, body=GOOD, finish="send")
    quick.close(ANA)
    quick.settle()
    quick.press(ANA, "notice_done")
    quick.fill(ANA, said="Que ya funciona")
    quick.submit(ANA)
    quick.settle()
    quick.press(ANA, action)
    assert "Ya está hecho" in quick.answers(ANA)
    assert quick.rows("SELECT said FROM proofs") == [("Que ya funciona",)]


def test_told_by_hand_while_the_mail_is_leaving(posted: tuple[World, Mailbox]) -> None:
    """«He escrito» is pressed while the server is slow: one proof, whatever becomes of the mail."""
    world, mailbox = posted
    mailbox.stop()
    acme(world)
    world.press(ANA, "notice_write")
    compose(world, body=GOOD, finish="send")
    world.close(ANA)
    world.settle()
    world.press(ANA, "notice_done")
    world.fill(ANA, said="Se lo he mandado desde mi correo")
    world.submit(ANA)
    world.settle()
    mailbox.start()
    world.pass_time(minutes=30)
    assert world.rows("SELECT said FROM proofs") == [("Se lo he mandado desde mi correo",)]
    assert len(mailbox.mails) <= 1
    assert world.rows("SELECT count(*) FROM deliveries WHERE kind = 'mail' AND state = 'waiting'") == [(0,)]


def test_a_report_on_its_way_is_not_marked_as_sent(posted: tuple[World, Mailbox]) -> None:
    """«Ya lo he enviado» while the bot is still sending it: it says that it is leaving, and it leaves once."""
    world, mailbox = posted
    mailbox.stop()
    acme(world, severity="minor")
    at_six(world)
    world.press(ANA, "report_edit")
    compose(world, body=GOOD, finish="send")
    world.close(ANA)
    world.settle()
    world.press(ANA, "report_done")
    assert "ya está saliendo" in world.answers(ANA)
    assert world.rows("SELECT count(*) FROM proofs") == [(0,)]
    mailbox.start()
    world.pass_time(minutes=30)
    assert len(mailbox.mails) == 1
    assert world.rows("SELECT said FROM proofs") == [(GOOD,)]


# The report while it grows, and without its owner


def test_what_comes_later_is_drawn_into_the_same_report(world: World) -> None:
    """Nobody sent it yesterday: today's goes into the same one, and both messages show both."""
    acme(world, "Salió una errata", severity="minor")
    at_six(world)
    acme(world, "La factura no se abría", severity="minor")
    at_six(world, days=1)
    messages = [str(one) for one in world.server.messages(world.server.dm(ANA)) if "Reporte para Acme" in one["text"]]
    assert len(messages) > 1
    for message in messages:
        assert "Salió una errata" in message
        assert "La factura no se abría" in message
    assert world.rows("SELECT count(*) FROM daily_reports") == [(1,)]
    world.press(ANA, "report_done")
    said = world.rows("SELECT DISTINCT said FROM proofs")
    assert len(said) == 1
    assert "La factura no se abría" in said[0][0]


def test_what_came_in_while_the_form_was_open_is_not_taken_for_told(posted: tuple[World, Mailbox]) -> None:
    """The words in the form say nothing of it: it is asked for in a report of its own, at once."""
    world, mailbox = posted
    acme(world, "Salió una errata", severity="minor")
    at_six(world)
    world.press(ANA, "report_edit")
    form = world.view(ANA)["id"]
    world.command(LUIS, "Acme: La factura no se abría")
    world.fill(LUIS, **MINOR)
    world.submit(LUIS)
    world.close(LUIS)
    at_six(world, days=1)
    assert world.view(ANA)["id"] == form
    compose(world, body=GOOD, finish="send")
    world.close(ANA)
    world.settle()
    world.pass_time(minutes=1)
    assert world.rows("SELECT state FROM notices ORDER BY id") == [("given",), ("pending",)]
    assert "Reporte para Acme: 1 por contar" in world.dm(ANA)[-1]
    assert "La factura no se abría" in str(world.server.messages(world.server.dm(ANA))[-1])
    assert len(mailbox.mails) == 1


def test_kept_words_that_lack_what_came_later_are_shown_first(quick: World) -> None:
    """Words kept yesterday do not leave with one press while they say nothing of today's: the form says what lacks."""
    acme(quick, "Salió una errata", severity="minor")
    at_six(quick)
    quick.press(ANA, "report_edit")
    quick.fill(ANA, body=GOOD, finish="keep")
    quick.submit(ANA)
    quick.close(ANA)
    quick.pass_time(minutes=20)
    acme(quick, "La factura no se abría", severity="minor")
    at_six(quick, days=1)
    quick.press(ANA, "report_send")
    assert "el texto no lo cuenta" in quick.shown(ANA)
    assert "La factura no se abría" in quick.shown(ANA)
    quick.settle()
    assert quick.mailbox is not None
    assert quick.mailbox.mails == []


def test_an_owner_who_is_away_leaves_the_report_to_the_lead(world: World) -> None:
    """The lead gets one report with everything in it, can hand it over, and the owner is left in peace."""
    for words in ("Salió una errata", "La factura no se abría"):
        acme(world, words, severity="minor")
    world.server.change_member(ANA, status_emoji=":palm_tree:")
    at_six(world)
    world.pass_time(minutes=1)
    assert not world.hears(ANA, "Reporte para")
    assert [text for text in world.dm(CARMEN) if "Reporte para Acme" in text] == ["📋 Reporte para Acme: 2 por contar."]
    world.press(CARMEN, "report_done")
    world.settle()
    assert world.rows("SELECT settled_by, state FROM notices") == [(CARMEN, "given")] * 2


# By text message, by one's own mail program


def test_a_text_message_fits_and_its_link_says_the_same(world: World) -> None:
    """No e-mail: 300 characters, a WhatsApp link with the very words and number, and the words are the proof."""
    acme(world, email="", phone="+34 600 123 456")
    world.press(ANA, "notice_write")
    element = next(one["element"] for one in world.view(ANA)["blocks"] if one["block_id"] == "body")
    assert element["max_length"] == 300
    (link,) = links(world)
    address, _, text = link.partition("?text=")
    assert address == "https://wa.me/34600123456"
    assert unquote(text) == body_of(world) == element["initial_value"]
    compose(world, finish="by_hand")
    assert world.rows("SELECT channel, said FROM proofs") == [("text", unquote(text))]


def test_a_text_message_too_long_with_what_was_filled_in(quick: World) -> None:
    """The marks fit, what goes in their place does not: said on the field, and nothing is taken for told."""
    acme(quick, status="unresolved", measures="", email="", severity="minor", responsibility="unknown")
    quick.press(ANA, "notice_write")
    gaps = [one["block_id"] for one in quick.view(ANA)["blocks"] if one["block_id"].startswith("gap")]
    assert gaps
    quick.fill(ANA, **dict.fromkeys(gaps, "x" * 290), finish="by_hand")
    quick.submit(ANA)
    assert "caben 300 letras" in quick.errors(ANA)["body"]
    assert quick.rows("SELECT count(*) FROM proofs") == [(0,)]


def test_the_mail_link_says_what_the_form_says(quick: World) -> None:
    """«Abrir en mi correo» carries address, subject and body; after corrections, those."""
    acme(quick)
    quick.press(ANA, "notice_write")
    for corrected in (False, True):
        (link,) = links(quick)
        to, values = fields(link)
        assert to == "marta@acme.example"
        assert values["subject"] == quick.view(ANA)["state"]["values"]["subject"]["subject"]["value"]
        assert values["body"].replace("\r\n", "\n") == body_of(quick)
        assert ("Antes de enviarlo" in quick.shown(ANA)) is corrected
        quick.fill(ANA, body="Hola & adiós:\nlo siento, pero 100 % <no>", subject="Añadido & más", finish="send")
        quick.submit(ANA)


def test_a_long_body_is_pasted_and_sent_whole(posted: tuple[World, Mailbox]) -> None:
    """Three thousand characters do not fit in a link: it opens with the subject alone, and the mail has them all."""
    world, mailbox = posted
    acme(world)
    long = f"{GOOD}\n\n" + "Le detallo qué se ha hecho: ñ & <b> 🚒. " * 60
    long = long[:2990].strip()
    world.press(ANA, "notice_write")
    world.fill(ANA, body=long, finish="keep")
    world.submit(ANA)
    world.close(ANA)
    world.press(ANA, "notice_write")
    (link,) = links(world)
    assert set(fields(link)[1]) == {"subject"}
    assert "cópialo y pégalo" in world.shown(ANA)
    compose(world, finish="send")
    world.settle()
    assert [mail["text"].strip() for mail in mailbox.mails] == [long]
    assert world.rows("SELECT said FROM proofs") == [(long,)]


def test_words_that_say_nothing_are_not_sent(quick: World) -> None:
    """Spaces alone are no letter: said on the field."""
    acme(quick)
    quick.press(ANA, "notice_write")
    quick.fill(ANA, body="  \n ", finish="send")
    quick.submit(ANA)
    quick.settle()
    assert quick.errors(ANA)
    assert quick.rows("SELECT count(*) FROM client_mails") == [(0,)]


def test_what_is_filled_in_goes_where_it_belongs(quick: World) -> None:
    """The text is edited and one mark written over by hand: the answers still go to the marks they were asked for,
    and what the reviewer wants looked at is the whole text."""
    acme(quick, "El informe tarda en abrirse", severity="minor", status="unresolved", measures="")
    quick.press(ANA, "notice_write")
    asked = {
        one["block_id"]: one["hint"]["text"] for one in quick.view(ANA)["blocks"] if one["block_id"].startswith("gap")
    }
    assert len(asked) >= 2, asked
    marks = {name: hint[hint.index("[") : hint.index("]") + 1] for name, hint in asked.items()}
    (first, *others) = marks
    text = f"Lo siento, pero es así. {body_of(quick)}".replace(marks[first], "a mano")
    quick.fill(ANA, body=text, **{name: f"valor {name}" for name in others}, finish="by_hand")
    quick.submit(ANA)
    assert "Antes de enviarlo" in quick.shown(ANA)
    for name in others:
        text = text.replace(marks[name], f"valor {name}")
    assert body_of(quick) == text
    quick.submit(ANA)
    assert not quick.errors(ANA)
    assert quick.rows("SELECT said FROM proofs") == [(text,)]


# Whatever is typed


def unescaped(blocks: Any) -> list[str]:
    """The texts of blocks in which Slack reads mentions and links."""
    if isinstance(blocks, list):
        return [text for one in blocks for text in unescaped(one)]
    if isinstance(blocks, dict):
        own = [str(blocks["text"])] if blocks.get("type") == "mrkdwn" else []
        return own + [text for one in blocks.values() for text in unescaped(one)]
    return []


def test_hostile_names_and_words_are_only_words(posted: tuple[World, Mailbox]) -> None:
    """Names and texts with signs and lines: shown as typed in Slack, alone on their line in headers, text in HTML."""
    world, mailbox = posted
    world.command(ANA, f"{HOSTILE}: {HOSTILE}")
    world.close(ANA)
    world.new_client(ANA, "A&B <!here> SL", HOSTILE, contact=f"{HOSTILE} Ruiz", **{**MINOR, "measures": HOSTILE})
    at_six(world)
    world.press(ANA, "report_edit")
    shown = world.view(ANA)["blocks"]
    compose(world, subject=HOSTILE, body=f"{GOOD}\n{HOSTILE}\n.\n<b>fin</b>", finish="send")
    world.close(ANA)
    world.settle()
    (mail,) = mailbox.mails
    assert mail["subject"] == HOSTILE
    assert mail["to"] == {"name": f"{HOSTILE} Ruiz", "address": "marta@acme.example"}
    assert mail["text"].strip() == f"{GOOD}\n{HOSTILE}\n.\n<b>fin</b>"
    assert "<b>" not in mail["html"]
    assert "&lt;b&gt;" in mail["html"]
    messages = world.server.messages(world.server.dm(ANA))
    for text in (*unescaped(shown), *(one["text"] for one in messages), *unescaped(messages)):
        assert "<!" not in text, text
        assert "<https://x.example" not in text, text


@pytest.mark.parametrize(
    "text",
    [
        f"Lo siento {HOSTILE}, pero {HOSTILE} fue culpa de <@U1>.",
        "Lo siento, pero 🚒👩‍👩‍👧‍👦 é́ ﷽ nunca más volverá a pasar, 100 %. " * 30,
        "lo siento pero " * 199,
        "[hora concreta] {{ 7 * 7 }} {% raw %} \\u0000 ' OR 1=1 --",
        "\u202elo siento, pero no\u202c\u2028\u200b",
    ],
)
def test_the_reviewer_quotes_hostile_words_as_words(quick: World, text: str) -> None:
    """Pasted into `revisar` or written in the form, whatever it is: findings come, and nothing in them is read."""
    quick.command(ANA, "revisar")
    quick.fill(ANA, text=text)
    quick.submit(ANA)
    assert quick.view(ANA)["callback_id"] == "review"
    shown = unescaped(quick.view(ANA)["blocks"])
    quick.close(ANA)
    acme(quick)
    quick.press(ANA, "notice_write")
    quick.fill(ANA, body=text, finish="keep")
    quick.submit(ANA)
    quick.close(ANA)
    quick.press(ANA, "notice_write")
    for one in (*shown, *unescaped(quick.view(ANA)["blocks"])):
        assert "<!channel>" not in one
        assert "<@U1>" not in one
        assert "<https://x.example" not in one


def test_a_hostile_report_is_classified_as_words(quick: World) -> None:
    """The line that says why it looks importante quotes what was typed, and nothing in it is read."""
    quick.command(ANA, f"Acme: <!channel> no pueden facturar {HOSTILE} y está caído `todo`")
    quick.submit(ANA)
    blocks = quick.view(ANA)["blocks"]
    for text in unescaped(blocks):
        assert "<!channel>" not in text
        assert "<https://x.example" not in text
