"""The daily report as its owner lives it in the browser: from the small thing at noon to the client's mailbox."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.demo.firm import ANA
from tests.browser import GROUP, House, Seat, open_house

pytestmark = pytest.mark.xdist_group(GROUP)

WHAT = "el informe de ayer llevaba dos erratas en la portada, ya está corregido"
BAD = "Hola, Pilar: lo sentimos, pero fue cosa de un momento. Ya está corregido."
GOOD = "Hola, Pilar: le pido disculpas por las erratas de la portada. Ya tiene el informe corregido en su correo."
REPORT = "Reporte para Clínica Arce"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("daily")) as opened:
        yield opened


def test_from_noon_to_the_mailbox(house: House) -> None:
    """Solved at noon, drafted at six, corrected by the reviewer's word, sent, read by the client, told once."""
    with house.sit(ANA) as ana:
        _until(ana, house, 12)
        _tells(ana)
        _until(ana, house, 17)
        ana.open_inbox()
        expect(ana.messages(REPORT)).to_have_count(0)
        _until(ana, house, 18)
        _corrects_and_sends(ana)
        _is_in_the_mailbox(ana, house)
        ana.jump("Próxima mañana laborable")
        _until(ana, house, 19)
        ana.open_inbox()
        expect(ana.messages("Entregado.")).to_have_count(1)
        expect(ana.messages(REPORT)).to_have_count(0)
        assert len(house.demo.mailbox.mails) == 1


def _until(ana: Seat, house: House, hour: int) -> None:
    """Jumps hour by hour until the clock shows this one."""
    while house.in_().hour < hour:
        ana.jump("+1 h")


def _tells(ana: Seat) -> None:
    form = ana.begin(f"Clínica Arce: {WHAT}")
    form.get_by_role("radio", name="Menor").check()
    form.get_by_role("radio", name="Solucionada: al cliente ya le funciona").check()
    form.get_by_role("combobox", name="¿De quién es la responsabilidad?").fill("Nuestra")
    form.get_by_role("option", name="Nuestra").click()
    form.get_by_role("textbox", name="¿Qué se ha hecho").fill("Corregida la portada y enviado otra vez")
    form.get_by_role("button", name="Anotar y avisar").click()
    expect(ana.dialog("Anotado")).to_contain_text("reporte diario")
    ana.shot("71-noted")
    ana.closes()


def _corrects_and_sends(ana: Seat) -> None:
    ana.open_inbox()
    report = ana.messages(REPORT)
    expect(report).to_have_count(1)
    expect(report).to_contain_text("dos erratas en la portada")
    expect(report).to_contain_text("Corregida la portada y enviado otra vez")
    ana.shot("72-report")
    report.get_by_role("button", name="Editar").click()
    letter = ana.dialog("Correo al cliente")
    expect(letter.get_by_role("link", name="Abrir en mi correo")).to_be_visible()
    expect(letter.get_by_role("radio", name="Enviarlo ahora, en mi nombre")).to_be_checked()
    words = letter.get_by_role("textbox", name="Texto")
    words.fill(BAD)
    letter.get_by_role("button", name="Continuar").click()
    expect(letter).to_contain_text("Antes de enviarlo, mira esto")
    expect(letter).to_contain_text("lo sentimos, pero")
    expect(words).to_have_value(BAD)
    ana.shot("73-reviewer")
    words.fill(GOOD)
    letter.get_by_role("button", name="Continuar").click()
    expect(ana.dialog("Saliendo")).to_contain_text("sale ahora mismo, en tu nombre")
    ana.shot("74-leaving")
    ana.closes()
    expect(ana.messages("Entregado.")).to_have_count(1)
    expect(ana.page.get_by_role("button", name="Ya lo he enviado")).to_have_count(0)
    ana.shot("75-handed-over")


def _is_in_the_mailbox(ana: Seat, house: House) -> None:
    ana.page.get_by_role("link", name="Buzón del cliente").click()
    expect(ana.page.get_by_role("heading", name="Buzón del cliente")).to_be_visible()
    row = ana.page.locator("#mailbox .mail-row")
    expect(row).to_have_count(1)
    row.click()
    mail = ana.page.locator("#mailbox article.mail")
    expect(mail).to_contain_text(GOOD)
    expect(mail).to_contain_text("Ana Torres")
    expect(mail).to_contain_text("ana@norte.example")
    expect(mail).to_contain_text("pilar@arce.example")
    ana.fits()
    ana.shot("76-mailbox")
    assert [one["text"].strip() for one in house.demo.mailbox.mails] == [GOOD]
