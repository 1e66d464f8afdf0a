"""How content the client is: the buttons under the question, and its form."""

from slack_bolt import Ack, App

from bot.desk import satisfaction as desk
from bot.desk.satisfaction import Answer
from bot.domain.satisfaction import read_score
from handlers.tools import Body, Tools, Values, number, pressed
from messages import satisfaction as words
from messages import sentences


def register(app: App, tools: Tools) -> None:
    @app.action("satisfaction_answer")
    def ask(ack: Ack, body: Body) -> None:
        ack()
        tools.show(body, words.form(desk.to_answer(tools.desk, tools.actor(body), number(pressed(body)))))

    @app.view("satisfaction")
    def answer(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        client, team = read_score(values.chosen("client_score")), read_score(values.chosen("team_score"))
        wants_client = any(block.get("block_id") == "client_score" for block in body["view"]["blocks"])
        if wants_client and client is None:
            ack(response_action="errors", errors={"client_score": sentences.SAY_SCORE})
            return
        if not wants_client and team is None:
            ack(response_action="errors", errors={"team_score": sentences.SAY_TEAM_SCORE})
            return
        given = Answer(client, values.text("client_words"), team, values.text("team_words"))
        found = number(str(body["view"]["private_metadata"]))
        view = desk.answer(tools.desk, tools.actor(body), found, given)
        ack(response_action="update", view=words.answered(view, by_client=client is not None))

    @app.action("satisfaction_rest")
    def rest(ack: Ack, body: Body) -> None:
        ack()
        desk.rest(tools.desk, tools.actor(body), number(pressed(body)))
