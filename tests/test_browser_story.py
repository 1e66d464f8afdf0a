"""The main job as a person lives it in the browser, from the first word to the closed incident."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.demo.firm import ANA, CARMEN
from tests.browser import GROUP, House, Seat, open_house, set_moment

pytestmark = pytest.mark.xdist_group(GROUP)

WHAT = "no funciona la centralita desde las 9 y no les entra ninguna llamada"
CARD = "INC-0004 · Bodegas Roa"
ELENA = "Elena Roa (Bodegas Roa)"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("story")) as opened:
        yield opened


def test_an_importante_from_the_first_word_to_the_end(house: House) -> None:
    """Report, script, no answer, retry, proof and promise, silence, solved, e-mail, proof, promise kept, close."""
    with house.sit(ANA) as ana:
        _reports(ana)
        _gets_no_answer(ana)
        _calls_again(ana, house)
        heard, of_the_lead = house.heard(ANA), house.heard(CARMEN)
        ana.jump("+15 min")
        ana.jump("+15 min")
        assert (house.heard(ANA), house.heard(CARMEN)) == (heard, of_the_lead), "the client knows: nobody is reminded"
        _solves(ana)
        _may_not_close_yet(ana)
        _writes(ana)
        _keeps_the_promise(ana)
        _reviews(ana)
        _closes(ana)
        heard = house.heard(ANA)
        ana.jump("Próxima mañana laborable")
        server = house.demo.server
        later = [message["text"] for message in server.messages(server.dm(ANA))[heard:]]
        assert later == ["¿Compensamos a Bodegas Roa por INC-0004?"], "else what is closed is quiet"


def _reports(ana: Seat) -> None:
    composer = ana.composer()
    composer.press_sequentially("/inc")
    expect(ana.page.get_by_role("listbox", name="Comandos")).to_contain_text("Cuenta algo que ha ido mal")
    ana.shot("01-completion")
    composer.press("Enter")
    expect(composer).to_have_value("/incidente ")
    composer.press_sequentially(f"Bodegas Roa: {WHAT}")
    composer.press("Enter")

    form = ana.dialog("Contar un incidente")
    expect(form.get_by_role("textbox", name="¿Qué ha pasado?")).to_have_value(WHAT)
    ana.shot("02-start")
    form.get_by_role("button", name="Siguiente").click()
    form.get_by_role("textbox", name="¿Con quién hablamos allí?").fill("Elena Roa")
    form.get_by_role("textbox", name="Teléfono").fill("910 000 404")
    form.get_by_role("textbox", name="Correo").fill("elena@roa.example")
    expect(form.get_by_role("radio", name="Importante")).to_be_checked()
    expect(form.get_by_role("radio", name="No solucionada", exact=True)).to_be_checked()
    ana.shot("03-form-top")
    form.get_by_role("textbox", name="¿Qué se ha hecho").fill("El técnico está cambiando la tarjeta de línea")
    ana.shot("04-form-bottom")
    form.get_by_role("button", name="Anotar y avisar").click()
    done = ana.dialog("Anotado")
    expect(done).to_contain_text("INC-0004 queda anotado")
    expect(done).to_contain_text(f"llamará a {ELENA}")
    ana.shot("05-done")
    ana.closes()

    card = ana.messages(CARD)
    expect(card).to_contain_text("importante · 🛠️ no solucionada")
    expect(card).to_contain_text(f"Llamada a {ELENA}")
    ana.shot("06-card")


def _gets_no_answer(ana: Seat) -> None:
    ana.open_inbox()
    prompt = ana.messages(f"Llama a {ELENA}")
    expect(prompt).to_have_count(1)
    expect(prompt.get_by_role("link", name="+34 910 00 04 04")).to_have_attribute("href", "tel:+34910000404")
    expect(prompt).to_contain_text("Por qué así: es importante y sigue abierta")
    expect(prompt).to_contain_text("Para empezar")
    expect(prompt).to_contain_text("Soy Ana Torres")
    ana.shot("07-prompt")
    prompt.get_by_role("button", name="No contesta").click()
    expect(prompt).to_contain_text("No ha contestado (una vez). Te vuelvo a avisar")
    ana.shot("08-no-answer")


def _calls_again(ana: Seat, house: House) -> None:
    ana.jump("+15 min")
    retry = ana.messages("Es la hora de volver a intentarlo")
    expect(retry).to_have_count(1)
    ana.shot("09-retry")
    retry.get_by_role("button", name="He llamado").click()
    proof = ana.dialog("He llamado")
    expect(proof.get_by_role("textbox", name="¿Con quién has hablado?")).to_have_value("Elena Roa")
    proof.get_by_role("textbox", name="¿Qué le has dicho?").fill("Que la línea ha caído y hay un técnico en ello.")
    proof.get_by_role("textbox", name="¿Qué ha dicho el cliente?").fill("Que tienen pedidos esperando.")
    proof.get_by_role("radio", name="😕 Molesto").check()
    proof.get_by_role("textbox", name="¿Le has prometido algo?").fill("Llamarla con novedades")
    ana.shot("10-proof")
    proof.get_by_role("button", name="Anotar").click()
    expect(proof.locator(".field .error")).to_contain_text("Pon para cuándo.")
    ana.shot("11-proof-error")
    set_moment(proof, "¿Para cuándo?", house.in_(hours=2))
    ana.shot("12-proof-bottom")
    proof.get_by_role("button", name="Anotar").click()
    ana.no_dialog()
    expect(ana.messages(f"Hecho. @Ana Torres se lo contó a {ELENA}")).not_to_have_count(0)
    expect(ana.page.get_by_role("button", name="No contesta")).to_have_count(0)
    ana.shot("13-settled-prompt")


def _solves(ana: Seat) -> None:
    ana.open_channel("incidentes")
    card = ana.messages(CARD)
    expect(card).to_contain_text("Prometido: Llamarla con novedades")
    card.get_by_role("button", name="Ya está solucionado").click()
    change = ana.dialog("INC-0004")
    expect(change.get_by_role("radio", name="Solucionada: al cliente ya le funciona")).to_be_checked()
    change.get_by_role("textbox", name="¿Cómo se ha solucionado?").fill("Cambiada la tarjeta de línea")
    ana.shot("14-change")
    change.get_by_role("button", name="Guardar").click()
    expect(ana.dialog("Guardado")).to_contain_text(f"escribirá un correo a {ELENA}")
    ana.shot("15-changed")
    ana.closes()
    expect(card).to_contain_text("✅ solucionada")


def _may_not_close_yet(ana: Seat) -> None:
    ana.messages(CARD).get_by_role("button", name="Cerrar el incidente").click()
    missing = ana.dialog("Todavía no")
    expect(missing).to_contain_text("⬜ El cliente sabe que está solucionado")
    expect(missing).to_contain_text("Quien lo lleva se lo cuenta y lo anota en el mensaje que le mandé")
    expect(missing).to_contain_text("⬜ Lo prometido está resuelto")
    ana.shot("16-not-yet")
    ana.closes()


def _writes(ana: Seat) -> None:
    ana.open_inbox()
    letter = ana.messages(f"Escribe un correo a {ELENA}")
    expect(letter).to_contain_text("Asunto:")
    expect(letter.get_by_role("link", name="elena@roa.example")).to_be_visible()
    ana.shot("17-letter")
    letter.get_by_role("button", name="He escrito").click()
    written = ana.dialog("He escrito")
    written.get_by_role("textbox", name="¿Qué le has dicho?").fill("Que ya funciona y qué se ha cambiado.")
    written.get_by_role("button", name="Anotar").click()
    ana.no_dialog()


def _keeps_the_promise(ana: Seat) -> None:
    ana.open_channel("incidentes")
    card = ana.messages(CARD)
    expect(card).to_contain_text("Para cerrarlo falta: resolver lo prometido; terminar la revisión.")
    expect(card).to_contain_text("pulsa «Cumplido» en «Ver todo»")
    card.get_by_role("button", name="Ver todo").click()
    story = ana.dialog("INC-0004")
    expect(story).to_contain_text("no contesta (intento 1)")
    expect(story).to_contain_text("El cliente: Que tienen pedidos esperando.")
    ana.shot("18-story")
    story.get_by_role("button", name="Cumplido").click()
    expect(story).to_contain_text("Llamarla con novedades · cumplido a tiempo")
    ana.shot("19-promise-kept")
    ana.closes()


def _reviews(ana: Seat) -> None:
    card = ana.messages(CARD)
    expect(card).to_contain_text("Para cerrarlo falta: terminar la revisión.")
    card.get_by_role("button", name="Ver todo").click()
    ana.dialog("INC-0004").get_by_role("button", name="Hacer la revisión").click()
    first = ana.dialog("Revisión: paso 1 de 3")
    first.get_by_role("textbox", name="¿Qué paso del proceso falló").fill("Nadie prueba la línea de reserva")
    ana.shot("20-review")
    first.get_by_role("button", name="Siguiente").click()
    second = ana.dialog("Revisión: paso 2 de 3")
    second.get_by_role("textbox", name="¿Por qué pudo pasar?").fill("No está en la lista de cada mes")
    second.get_by_role("button", name="Siguiente").click()
    third = ana.dialog("Revisión: paso 3 de 3")
    third.get_by_role("textbox", name="¿Qué aprendemos?").fill("Lo que no se prueba no se tiene")
    third.get_by_role("button", name="Compartir").click()
    ana.dialog("Compartida").get_by_role("button", name="Darla por buena").click()
    final = ana.dialog("Revisión")
    expect(final).to_contain_text("Lo que no se prueba no se tiene")
    final.get_by_role("button", name="Cerrar").last.click()
    ana.dialog("INC-0004")  # the story it was opened from
    ana.closes()


def _closes(ana: Seat) -> None:
    card = ana.messages(CARD)
    expect(card).to_contain_text("Todo listo: ya se puede cerrar.")
    card.get_by_role("button", name="Cerrar el incidente").click()
    expect(ana.dialog("Cerrado")).to_contain_text("INC-0004 queda cerrado")
    ana.shot("21-closed")
    ana.closes()
    for gone in ("Ya está solucionado", "Ha cambiado algo", "Cerrar el incidente"):
        expect(card.get_by_role("button", name=gone)).to_have_count(0)
    ana.shot("22-closed-card")
