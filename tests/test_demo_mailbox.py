"""The client's mailbox in the local workspace: it keeps what arrives, and shows it as a mail reader does."""

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.demo.firm import ANA, INCIDENTS, LUIS
from bot.demo.mailbox import Mailbox
from bot.demo.people import Member
from bot.demo.server import DemoServer
from bot.demo.workspace import Workspace
from bot.mail import Mailer
from tests.browser import GROUP, House, Seat, open_house
from tests.mail_servers import AT, FROM, MAIL
from tests.test_demo_server_page import Stream


def told(server: DemoServer) -> Any:
    """What the page is told of the mailbox."""
    with urllib.request.urlopen(f"{server.url}/ui/mail") as answer:  # noqa: S310
        return json.load(answer)["mails"]


def test_the_page_hears_of_mail_at_once() -> None:
    """Whoever has the page open is told that something has arrived, and finds it whole."""
    workspace = Workspace("Firma")
    workspace.add_member(Member("U1", "ana", "Ana Ruiz"))
    with (
        Mailbox(workspace, lambda: AT) as mailbox,
        DemoServer(workspace, clock=lambda: AT, mailbox=mailbox) as server,
    ):
        assert told(server) == []
        stream = Stream(server, "U1")
        Mailer(mailbox.url, FROM).send(MAIL)
        assert stream.next("mail") == {"type": "mail"}
        stream.close()
        assert told(server) == mailbox.mails
        assert told(server)[0]["at"] == AT.isoformat()
        assert (told(server)[0]["subject"], told(server)[0]["text"]) == (MAIL.subject, MAIL.body)


def test_a_workspace_without_mailbox_says_so() -> None:
    """Where no mail can arrive the page is told, so that it shows no empty promise."""
    with DemoServer(Workspace("Firma"), clock=lambda: AT) as server:
        assert told(server) is None


def test_mail_outlives_a_restart(tmp_path: Path) -> None:
    """The mails are kept with the workspace, and what arrives later comes after them."""
    path = tmp_path / "workspace.json"
    workspace = Workspace("Firma")
    with Mailbox(workspace, lambda: AT) as mailbox:
        Mailer(mailbox.url, FROM).send(MAIL)
    workspace.save(path)
    with Mailbox(Workspace.load(path), lambda: AT) as mailbox:
        Mailer(mailbox.url, FROM).send(replace(MAIL, subject="Otro"))
        assert [mail["subject"] for mail in mailbox.mails] == [MAIL.subject, "Otro"]
        assert len({mail["id"] for mail in mailbox.mails}) == 2


def test_a_workspace_from_before_the_mailbox(tmp_path: Path) -> None:
    """A kept workspace that knows nothing of mail is read all the same."""
    path = tmp_path / "workspace.json"
    Workspace("Firma").save(path)
    state = json.loads(path.read_text(encoding="utf-8"))
    del state["mails"]
    path.write_text(json.dumps(state), encoding="utf-8")
    assert Workspace.load(path).mails == []


# In a browser


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("mailbox")) as opened:
        yield opened


@pytest.fixture
def mailer(house: House) -> Mailer:
    """Somebody who writes to clients, with an empty mailbox at first."""
    workspace = house.demo.server.workspace
    with workspace.lock:
        workspace.mails.clear()
        workspace.emit({"type": "mail"}, None)
    return Mailer(house.demo.mailbox.url, FROM)


def entry(seat: Seat) -> Any:
    """The mailbox's row in the sidebar."""
    return seat.page.locator("#sidebar").get_by_role("link", name=re.compile("^Buzón del cliente"))


@pytest.mark.xdist_group(GROUP)
def test_reading_mail(house: House, mailer: Mailer) -> None:
    """An empty mailbox says so kindly; a mail raises the count, can be read whole, and is then read."""
    with house.sit(ANA) as ana:
        page, box = ana.page, ana.page.get_by_role("region", name="Buzón del cliente")
        entry(ana).click()
        expect(box.get_by_text("Aún no ha llegado ningún correo")).to_be_visible()
        expect(box).to_be_visible()
        expect(ana.page.locator("#main")).to_be_hidden()
        ana.shot("mail-0-empty")
        mailer.send(MAIL)
        mailer.send(replace(MAIL, subject="<img src=x> & otra cosa", body="Primera.\n\n  <b>Segunda</b>", to_name=""))
        expect(box.get_by_role("listitem")).to_have_count(2)
        expect(entry(ana)).to_contain_text("2 correos sin leer")
        expect(box.get_by_role("listitem").first).to_contain_text("<img src=x> & otra cosa")
        ana.shot("mail-1-list")
        box.get_by_role("link", name=re.compile(MAIL.subject)).click()
        mail = box.get_by_role("article")
        expect(mail.get_by_role("heading", name=MAIL.subject)).to_be_focused()
        for words in (
            "Ana Torres (vía Norte) <incidentes@norte.example>",
            "Marta Ruiz <marta@acme.example>",
            MAIL.body.strip(),
        ):
            expect(mail).to_contain_text(words)
        expect(mail.get_by_role("definition").nth(1)).to_have_text("Ana Torres (vía Norte) <ana@norte.example>")
        expect(entry(ana)).to_contain_text("1 correo sin leer")
        ana.fits()
        ana.shot("mail-2-open")
        page.reload()
        expect(mail.get_by_role("heading", name=MAIL.subject)).to_be_visible()
        expect(entry(ana)).to_contain_text("1 correo sin leer")
        ana.open_channel("general")
        expect(box).to_be_hidden()
        page.go_back()
        expect(mail.get_by_role("heading", name=MAIL.subject)).to_be_visible()


@pytest.mark.xdist_group(GROUP)
def test_what_is_said_meanwhile_stays_unread(house: House, mailer: Mailer) -> None:
    """Nobody looks at a conversation while the mailbox is open, so what arrives there is counted."""
    with house.sit(ANA) as ana:
        entry(ana).click()
        expect(ana.page.locator("#mailbox")).to_be_visible()
        house.demo.server.say(LUIS, INCIDENTS, "¿Alguien mira lo de Brisa?")
        expect(ana.channel("incidentes")).to_contain_text("sin leer")
        ana.channel("incidentes").click()
        expect(ana.messages("¿Alguien mira lo de Brisa?")).to_be_visible()
        expect(ana.channel("incidentes")).not_to_contain_text("sin leer")


@pytest.mark.xdist_group(GROUP)
def test_on_a_phone(house: House, mailer: Mailer) -> None:
    """On a phone the list gives way to the mail, and back; nothing has to be scrolled sideways."""
    mailer.send(replace(MAIL, subject="Un asunto larguísimo " * 8, body="https://ejemplo.example/" + "a" * 300))
    with house.sit(ANA, phone=True) as ana:
        ana.page.get_by_role("button", name="Conversaciones").click()
        entry(ana).click()
        box = ana.page.get_by_role("region", name="Buzón del cliente")
        row = box.get_by_role("listitem").first
        expect(row).to_be_visible()
        expect(ana.page.locator("#sidebar")).to_be_hidden()
        ana.fits()
        ana.shot("mail-3-phone-list")
        row.get_by_role("link").click()
        expect(box.get_by_role("article")).to_contain_text("a" * 300)
        expect(row).to_be_hidden()
        ana.fits()
        ana.shot("mail-4-phone-mail")
        box.get_by_role("link", name="Todos los correos").click()
        expect(row.get_by_role("link")).to_be_focused()
