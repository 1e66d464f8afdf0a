"""Making it up to the client: the two steps of a proposal, the lead's answer, and what the client says to it."""

from dataclasses import replace

from slack_bolt import Ack, App

from bot.desk import amends as desk
from bot.desk.amends import Wanted
from bot.domain import amends as rules
from bot.domain import money
from bot.domain.amends import Figures, Option
from bot.domain.errors import Refused
from bot.domain.views import AmendsAbout
from handlers.tools import Body, Tools, Values, number, pressed
from messages import amends_forms as words
from messages import refusals, sentences
from messages.amends_forms import Sheet

_AMOUNTS = ("margin", "acquisition", "error")


def register(app: App, tools: Tools) -> None:
    @app.action("amends_start")
    def start(ack: Ack, body: Body) -> None:
        ack()
        about = desk.about(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, words.figures_form(about))

    @app.view("amends_figures")
    def figures(ack: Ack, body: Body) -> None:
        read, errors = _figures(Values(body["view"]), tools)
        if read is None:
            ack(response_action="errors", errors=errors)
            return
        kept = str(body["view"]["private_metadata"])
        incident_id, _, seen = kept.partition(":")
        if kept.startswith("{"):
            sheet = replace(Sheet.unpacked(kept), figures=read)
        else:
            sheet = Sheet(number(incident_id), number(seen), read)
        about = desk.about(tools.desk, tools.actor(body), sheet.incident_id)
        ack(response_action="update", view=_choice(sheet, about))

    @app.action("amends_back")
    def back(ack: Ack, body: Body) -> None:
        ack()
        values, sheet = Values(body["view"]), Sheet.unpacked(str(body["view"]["private_metadata"]))
        sheet = _with_choice(sheet, values)
        about = desk.about(tools.desk, tools.actor(body), sheet.incident_id)
        tools.slack.update_view(body["view"]["id"], words.figures_form(about, sheet))

    @app.view("amends_choice")
    def choose(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        sheet = _with_choice(Sheet.unpacked(str(body["view"]["private_metadata"])), values)
        if not any(char.isalnum() for char in sheet.reason):
            ack(response_action="errors", errors={"reason": sentences.SAY_WHY_AMENDS})
            return
        amount = money.parse(sheet.amount, "amount") if sheet.amount else None
        wanted = Wanted(sheet.figures, Option(sheet.option), amount, sheet.reason, sheet.seen)
        view = desk.propose(tools.desk, tools.actor(body), sheet.incident_id, wanted)
        ack(response_action="update", view=words.proposed(view))

    @app.action("amends_approve")
    def approve(ack: Ack, body: Body) -> None:
        ack()
        desk.decide(tools.desk, tools.actor(body), number(pressed(body)), approved=True)

    @app.action("amends_reject")
    def ask_why_not(ack: Ack, body: Body) -> None:
        ack()
        tools.show(body, words.reject_form(desk.to_decide(tools.desk, tools.actor(body), number(pressed(body)))))

    @app.view("amends_reject")
    def reject(ack: Ack, body: Body) -> None:
        reason = Values(body["view"]).text("reason")
        if not any(char.isalnum() for char in reason):
            ack(response_action="errors", errors={"reason": sentences.SAY_WHY_NOT})
            return
        amends_id = number(str(body["view"]["private_metadata"]))
        view = desk.decide(tools.desk, tools.actor(body), amends_id, approved=False, reason=reason)
        ack(response_action="update", view=words.decided(view, tools.when()))

    @app.action("amends_agree")
    def ask_client(ack: Ack, body: Body) -> None:
        ack()
        tools.show(body, words.agree_form(desk.to_agree(tools.desk, tools.actor(body), number(pressed(body)))))

    @app.view("amends_agree")
    def agree(ack: Ack, body: Body) -> None:
        heard = Values(body["view"]).text("client_said")
        if not any(char.isalnum() for char in heard):
            ack(response_action="errors", errors={"client_said": sentences.SAY_CLIENT_SAID})
            return
        amends_id = number(str(body["view"]["private_metadata"]))
        view = desk.agree(tools.desk, tools.actor(body), amends_id, heard)
        ack(response_action="update", view=words.agreed(view))


def _choice(sheet: Sheet, about: AmendsAbout) -> dict[str, object]:
    return words.choice_form(sheet, about, rules.propose(sheet.figures, about.mood))


def _with_choice(sheet: Sheet, values: Values) -> Sheet:
    chosen = values.chosen("option") or Option.NOTHING_MORE
    return replace(sheet, option=chosen, amount=values.text("amount"), reason=values.text("reason"))


def _figures(values: Values, tools: Tools) -> tuple[Figures | None, dict[str, str]]:
    """The figures, or what is wrong with each field."""
    read: dict[str, int] = {}
    errors: dict[str, str] = {}
    for name in (*_AMOUNTS, "years"):
        try:
            reader = rules.read_years if name == "years" else money.parse
            read[name] = reader(values.text(name), name)
        except Refused as error:
            errors[name] = refusals.sentence(error, tools.when())
    if errors:
        return None, errors
    return Figures(read["acquisition"], read["margin"], read["years"], read["error"]), {}
