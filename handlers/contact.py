"""Telling the client: the buttons under a prompt, and their forms."""

from slack_bolt import Ack, App

from bot.desk import acting, handing, promises_seen
from bot.desk import contact as desk
from bot.desk.proving import Told
from bot.domain.errors import Refused, Why
from bot.domain.notice import Snooze
from bot.domain.satisfaction import read_score
from bot.domain.words import Channel, Mood
from handlers.tools import Body, Tools, Values, number, pressed
from messages import contact as prompts
from messages import contact_forms as words
from messages import sentences


def register(app: App, tools: Tools) -> None:
    @app.action("notice_done")
    def done(ack: Ack, body: Body) -> None:
        ack()
        _ask_proof(tools, body, written=False)

    @app.action("notice_written")
    def written(ack: Ack, body: Body) -> None:
        ack()
        _ask_proof(tools, body, written=True)

    @app.view("proof")
    def proof(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        if not any(char.isalnum() for char in values.text("said")):
            ack(response_action="errors", errors={"said": sentences.SAY_SAID})
            return
        notice, _, channel = str(body["view"]["private_metadata"]).partition(":")
        mood = values.chosen("mood")
        told = Told(
            channel=Channel(channel),
            spoke_with=values.text("spoke_with"),
            told_at=values.moment("told_at") or tools.desk.now(),
            said=values.text("said"),
            client_said=values.text("client_said"),
            mood=Mood(mood) if mood else None,
            promised=values.text("promised"),
            promised_for=values.moment("promised_for"),
            next_touch_at=values.moment("next_touch_at"),
            for_report="for_report" in values.ticked("for_report"),
            client_score=read_score(values.chosen("client_score")),
        )
        desk.prove(tools.desk, tools.actor(body), number(notice), told)
        ack()

    @app.action("notice_no_answer")
    def no_answer(ack: Ack, body: Body) -> None:
        ack()
        notice, _, tries = pressed(body).partition(":")
        desk.no_answer(tools.desk, tools.actor(body), number(notice), number(tries))

    @app.action("notice_next")
    def next_contact(ack: Ack, body: Body) -> None:
        ack()
        notice, _, contact = pressed(body).partition(":")
        desk.next_contact(tools.desk, tools.actor(body), number(notice), number(contact))

    @app.action("notice_postpone")
    def ask_until(ack: Ack, body: Body) -> None:
        ack()
        duty = acting.look(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, words.postpone_form(duty, tools.when()))

    @app.view("postpone")
    def postpone(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        choice = Snooze(values.chosen("choice") or Snooze.QUARTER)
        notice = number(str(body["view"]["private_metadata"]))
        desk.postpone(tools.desk, tools.actor(body), notice, choice, values.text("reason"))
        ack()

    @app.action("notice_reassign")
    def ask_whom(ack: Ack, body: Body) -> None:
        ack()
        duty = acting.look(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, words.reassign_form(duty))

    @app.view("reassign")
    def reassign(ack: Ack, body: Body) -> None:
        actor = tools.actor(body)
        to = Values(body["view"]).user("person")
        if to is None:
            raise Refused(Why.UNKNOWN_PERSON, field="person")
        person = tools.directory.person(actor.workspace_id, to)
        handing.reassign(tools.desk, actor, number(str(body["view"]["private_metadata"])), person)
        ack()

    @app.action("lead_confirm")
    def confirm(ack: Ack, body: Body) -> None:
        ack()
        duty = handing.confirm(tools.desk, tools.actor(body), number(pressed(body)))
        tools.answer(body, prompts.lead_copy(duty, tools.when()), replace=True)


def _ask_proof(tools: Tools, body: Body, *, written: bool) -> None:
    actor = tools.actor(body)
    duty = acting.look(tools.desk, actor, number(pressed(body)))
    record = promises_seen.about(tools.desk, actor, "client", duty.client.id).record
    tools.show(body, words.proof_form(duty, tools.when(), record, written=written))
