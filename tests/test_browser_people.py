"""The page in other hands: mistakes, other people, a phone, a keyboard, a secret, and a restart."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.demo.firm import ANA, CARMEN, GENERAL, INCIDENTS, IVAN, LUIS
from tests.browser import GROUP, House, open_demo, open_house, tab_to

pytestmark = pytest.mark.xdist_group(GROUP)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("people")) as opened:
        yield opened


def test_a_mistake_is_shown_on_its_field_and_nothing_typed_is_lost(house: House) -> None:
    """A wrong phone and a wrong e-mail are said where they are; every other field stays as it was."""
    with house.sit(ANA) as ana:
        form = ana.begin("Hotel Brisa: la web no carga")
        contact = form.get_by_role("textbox", name="¿Con quién hablamos allí?")
        phone, email = form.get_by_role("textbox", name="Teléfono"), form.get_by_role("textbox", name="Correo")
        steps = form.get_by_role("textbox", name="¿Qué se ha hecho")
        contact.fill("Rosa Gil")
        phone.fill("12")
        email.fill("rosa@")
        form.get_by_role("checkbox", name="El cliente no puede trabajar").check()
        form.get_by_role("radio", name="Se ha enterado por otra persona").check()
        steps.fill("Reiniciado el servidor\nSe mira el certificado")
        form.get_by_role("button", name="Anotar y avisar").click()

        errors = form.locator(".field .error")
        expect(errors).to_have_count(2)
        expect(phone).to_have_accessible_description(re.compile("teléfono"))
        expect(email).to_have_accessible_description(re.compile("correo"))
        expect(phone).to_be_focused()
        ana.shot("31-errors")
        expect(contact).to_have_value("Rosa Gil")
        expect(phone).to_have_value("12")
        expect(email).to_have_value("rosa@")
        expect(steps).to_have_value("Reiniciado el servidor\nSe mira el certificado")
        expect(form.get_by_role("checkbox", name="El cliente no puede trabajar")).to_be_checked()
        expect(form.get_by_role("radio", name="Se ha enterado por otra persona")).to_be_checked()

        phone.fill("600 123 456")
        email.fill("")
        code = ana.send(form)
        expect(ana.messages(f"{code} · Hotel Brisa")).to_contain_text("El cliente no puede trabajar")


def test_escape_asks_before_it_throws_words_away(house: House) -> None:
    """Leaving a form by mistake loses nothing: the page asks first, but only when something was typed."""
    with house.sit(ANA) as ana:
        ana.say("/incidente")
        form = ana.dialog("Contar un incidente")
        ana.page.keyboard.press("Escape")
        ana.no_dialog()
        ana.say("/incidente")
        form.get_by_role("textbox", name="¿Qué ha pasado?").fill("Se ha roto algo")
        ana.page.keyboard.press("Escape")
        question = ana.page.get_by_role("alertdialog", name="¿Salir sin enviar?")
        question.get_by_role("button", name="Seguir escribiendo").click()
        expect(form.get_by_role("textbox", name="¿Qué ha pasado?")).to_have_value("Se ha roto algo")
        ana.page.keyboard.press("Escape")
        question.get_by_role("button", name="Descartar").click()
        ana.no_dialog()


def test_a_guest_is_sent_away_kindly(house: House) -> None:
    """Somebody from outside is told why, and what to do instead; no form opens."""
    with house.sit(ANA, GENERAL) as seat:
        seat.become("Iván Soler")
        expect(seat.channel("incidentes")).to_have_count(0)
        seat.open_channel("general")
        seat.say("/incidente", "#general")
        answer = seat.messages("Solo visible para ti")
        expect(answer.last).to_contain_text("díselo a quien te invitó")
        seat.no_dialog()
        seat.shot("32-guest")
    with house.sit(LUIS, GENERAL) as luis:
        expect(luis.messages("Buenos días")).to_be_visible()
        expect(luis.messages("díselo a quien te invitó")).to_have_count(0)
    assert house.demo.server.open_view(IVAN) is None


def test_the_lead_hears_when_the_hour_passes_and_can_lend_a_hand(house: House) -> None:
    """Nobody calls: at the deadline the lead gets the case with all that is needed, and can settle it."""
    with house.sit(ANA) as seat:
        form = seat.begin("Transportes Ebro: el servidor está caído y no pueden facturar")
        code = seat.send(form)
        for _ in range(3):
            seat.jump("+15 min")
        expect(seat.messages(f"{code} · Transportes Ebro")).to_contain_text("va con retraso")
        seat.shot("33-late-card")

        seat.become("Carmen Vidal")
        seat.open_inbox()
        alarm = seat.messages("Julián Peña (Transportes Ebro) sigue sin noticias nuestras")
        expect(alarm).to_contain_text(code)
        expect(alarm).to_contain_text("@Luis Marín")
        expect(alarm.get_by_role("link", name="+34 910 00 02 02")).to_be_visible()
        alarm.scroll_into_view_if_needed()
        seat.shot("34-lead")
        alarm.get_by_role("button", name="He llamado").click()
        proof = seat.dialog("He llamado")
        proof.get_by_role("textbox", name="¿Qué le has dicho?").fill("Que el servidor está caído y quién está en ello")
        proof.get_by_role("textbox", name="¿Qué ha dicho el cliente?").fill("Que gracias por llamar")
        proof.get_by_role("radio", name="Tranquilo").check()
        proof.get_by_role("button", name="Anotar").click()
        seat.no_dialog()

        seat.become("Luis Marín")
        seat.open_inbox()
        expect(seat.messages("Hecho. @Carmen Vidal se lo contó a Julián Peña").last).to_be_visible()
        expect(seat.messages(code).get_by_role("button", name="No contesta")).to_have_count(0)


def test_on_a_phone_nothing_has_to_be_scrolled_sideways(house: House) -> None:
    """Reporting and answering a prompt on a phone's screen, with fingers."""
    with house.sit(ANA, phone=True) as ana:
        ana.fits()
        ana.shot("41-phone-channel")
        ana.composer().fill("/incidente Autoescuela Giro: la centralita no funciona y no pueden atender a nadie")
        ana.page.get_by_role("button", name="Enviar").tap()
        form = ana.dialog("Contar un incidente")
        ana.fits()
        ana.shot("42-phone-start")
        form.get_by_role("button", name="Siguiente").tap()
        form.get_by_role("textbox", name="¿Con quién hablamos allí?").fill("María Encarnación Fernández de la Vega")
        form.get_by_role("textbox", name="Teléfono").fill("910000505")
        ana.fits()
        ana.shot("43-phone-form")
        form.get_by_role("group", name="¿Se le ha prometido una hora").scroll_into_view_if_needed()
        ana.fits()
        ana.shot("44-phone-form-below")
        form.get_by_role("button", name="Anotar y avisar").tap()
        done = ana.dialog("Anotado")
        ana.fits()
        ana.shot("45-phone-done")
        done.locator(".dialog-foot").get_by_role("button", name="Cerrar").tap()
        ana.no_dialog()

        ana.page.get_by_role("button", name="Conversaciones").tap()
        ana.shot("46-phone-drawer")
        ana.channel("incidente").tap()
        prompt = ana.messages("Llama a María Encarnación Fernández de la Vega")
        expect(prompt.get_by_role("heading")).to_be_in_viewport()
        ana.fits()
        ana.shot("47-phone-prompt")
        prompt.get_by_role("button", name="He llamado").tap()
        ana.dialog("He llamado")
        ana.fits()
        ana.shot("48-phone-proof")


def test_a_report_with_the_keyboard_alone(house: House) -> None:
    """From the composer to the answer and back without a mouse."""
    with house.sit(ANA) as ana:
        keys = ana.page.keyboard
        expect(ana.composer()).to_be_focused()
        keys.type("/inc")
        keys.press("Enter")
        keys.type("Clínica Arce: el informe de ayer lleva dos erratas")
        keys.press("Enter")
        form = ana.dialog("Contar un incidente")
        tab_to(ana.page, form.get_by_role("radio", name="Menor"))
        keys.press("ArrowUp")
        expect(form.get_by_role("radio", name="Importante")).to_be_checked()
        keys.press("ArrowDown")
        expect(form.get_by_role("radio", name="Menor")).to_be_checked()
        owner = form.get_by_role("combobox", name="¿Quién se lo cuenta al cliente?")
        tab_to(ana.page, owner)
        keys.type("luis")
        expect(form.get_by_role("option", name="Luis Marín")).to_be_visible()
        keys.press("Enter")
        expect(owner).to_have_value("Luis Marín")
        tab_to(ana.page, form.get_by_role("button", name="Anotar y avisar"))
        keys.press("Enter")
        expect(ana.dialog("Anotado")).to_contain_text("@Luis Marín")
        keys.press("Escape")
        ana.no_dialog()
        expect(ana.composer()).to_be_focused()


def test_the_form_opens_from_a_message_and_from_the_shortcuts(house: House) -> None:
    """What somebody wrote in a channel becomes the report's words; the shortcut opens an empty form."""
    with house.sit(ANA, GENERAL) as ana:
        words = "Me dicen de Transportes Ebro que desde las 9 no pueden imprimir albaranes. Lo estoy mirando."
        message = ana.messages(words)
        message.hover()
        message.get_by_role("button", name="Más acciones").click()
        ana.page.get_by_role("menuitem", name="Contar un incidente").click()
        form = ana.dialog("Contar un incidente")
        expect(form.get_by_role("textbox", name="¿Qué ha pasado?")).to_have_value(words)
        ana.shot("51-from-a-message")
        form.get_by_role("button", name="Cancelar").click()
        ana.no_dialog()

        ana.page.get_by_role("button", name="Atajos").click()
        ana.page.get_by_role("menuitem", name="Contar un incidente").click()
        expect(ana.dialog("Contar un incidente").get_by_role("textbox", name="¿Qué ha pasado?")).to_have_value("")


def test_a_private_incident_is_nowhere_for_somebody_else(house: House) -> None:
    """Not in the channel, not in a list, not in the client's profile, not by its number; its reporter sees it."""
    secret = "Se envió una nómina a quien no era"
    with house.sit(ANA) as ana:
        form = ana.begin(f"Panaderías Luna: {secret}")
        form.get_by_role("checkbox", name="Privado: que no salga en el canal").check()
        code = ana.send(form)
        ana.say("/incidente lista")
        expect(ana.messages("Solo visible para ti").last).to_contain_text(code)
        ana.shot("61-list")
        expect(ana.messages("Solo visible para ti").last).to_contain_text(secret)
    with house.sit(LUIS) as luis:
        luis.say("/incidente lista todas")
        answers = luis.messages("Solo visible para ti")
        expect(answers.last).to_contain_text("Todos los incidentes")
        luis.say("/incidente lista Panaderías Luna")
        expect(answers.last).to_contain_text("de Panaderías Luna")
        luis.say(f"/incidente ver {code}")
        expect(answers.last).to_contain_text("No encuentro ese incidente")
        luis.say("/incidente cliente Panaderías Luna")
        profile = luis.dialog("Panaderías Luna")
        expect(profile).to_contain_text("INC-0001")
        luis.shot("62-client")
        for seen in (profile, luis.page.locator("#messages")):
            expect(seen).not_to_contain_text(code)
            expect(seen).not_to_contain_text(secret)
        luis.closes()
        luis.say("/incidente ayuda")
        expect(answers.last).to_contain_text("Cuando algo va mal con un cliente")
        luis.shot("63-help")


def test_everything_is_there_again_after_a_restart(house: House, tmp_path: Path) -> None:
    """Stop, start with the same folder: card, prompt, clock and what is still to come are as they were left."""
    with open_demo(tmp_path) as demo:
        first = House(demo, house.browser)
        with first.sit(ANA) as ana:
            form = ana.begin("Transportes Ebro: el servidor está caído y no pueden facturar")
            code = ana.send(form)
            expect(ana.messages(f"{code} · Transportes Ebro")).to_be_visible()
            ana.jump("+15 min")
        left_at = demo.clock()
    with open_demo(tmp_path) as demo:
        assert demo.clock() >= left_at
        again = House(demo, house.browser)
        with again.sit(LUIS) as luis:
            expect(luis.messages(f"{code} · Transportes Ebro")).to_contain_text("Llamada a Julián Peña")
            luis.open_inbox()
            prompts = luis.messages("Llama a Julián Peña (Transportes Ebro)").filter(has_text=code)
            prompts.last.get_by_role("button", name="No contesta").click()
            expect(prompts.last).to_contain_text("No ha contestado (una vez)")
            luis.jump("+15 min")
            expect(luis.messages("Ha pasado la hora y el cliente sigue sin noticias nuestras")).to_have_count(1)
        alarms = [message["text"] for message in demo.server.messages(demo.server.dm(CARMEN))]
        assert len([text for text in alarms if text.startswith(f"{code}: ha pasado la hora")]) == 1
        assert [card["text"] for card in demo.server.messages(INCIDENTS) if card["text"].startswith(code)] != []
