"""The review without culprits: writing it in three steps, commenting on it, calling it good, and keeping it."""

import logging

from slack_bolt import Ack, App

from bot.desk import review_writing as writing
from bot.desk import reviews as desk
from bot.domain.review import MOST_WHYS, Writing
from bot.domain.views import ReviewView
from bot.domain.words import Status
from bot.slack import SlackError
from handlers.tools import Body, Tools, Values, number, pressed
from messages import review_file, sentences
from messages import review_forms as forms
from messages import reviews as words
from messages.blocks import Block, Message, modal

log = logging.getLogger(__name__)


def register(app: App, tools: Tools) -> None:
    _register_steps(app, tools)
    _register_answers(app, tools)

    @app.action("review_want")
    def want(ack: Ack, body: Body) -> None:
        ack()
        incident = desk.want(tools.desk, tools.actor(body), number(pressed(body)))
        _tell(tools, body, words.wanted(incident.code, solved=incident.status is not Status.UNRESOLVED), "Anotado")

    @app.action("review_open")
    def look(ack: Ack, body: Body) -> None:
        ack()
        view = desk.look(tools.desk, tools.actor(body), number(pressed(body)))
        _show(tools, body, words.window(view, tools.when()))

    @app.action("review_finish")
    def finish(ack: Ack, body: Body) -> None:
        ack()
        view = writing.finish(tools.desk, tools.actor(body), number(pressed(body)))
        _draw_again(tools, body, view)

    @app.action("review_download")
    def download(ack: Ack, body: Body) -> None:
        ack()
        actor = tools.actor(body)
        view = writing.to_download(tools.desk, actor, number(pressed(body)))
        text = review_file.markdown(view, tools.when())
        channel = tools.slack.direct_channel(actor.user)
        try:
            tools.slack.upload(channel, review_file.name_of(view), text)
        except SlackError as error:
            log.warning("the review could not be sent as a file: %s", error)
            _tell(tools, body, words.as_text(view, text), "Revisión")
            return
        if _in_window(body):
            _show(tools, body, words.window(view, tools.when(), sent=True))
            return
        here = body.get("channel", {}).get("id") == channel
        _tell(tools, body, words.downloaded(here=here), "Descargada")


def _register_steps(app: App, tools: Tools) -> None:
    @app.action("review_write")
    def write(ack: Ack, body: Body) -> None:
        ack()
        actor = tools.actor(body)
        view = writing.to_write(tools.desk, actor, number(pressed(body)))
        typed = view.review.writing_of(actor.user)
        kept = actor.user in view.review.drafts
        _show(tools, body, forms.what_failed(view, typed, tools.when(), found_again=kept))

    @app.view("review_step_1")
    def first(ack: Ack, body: Body) -> None:
        if _says_nothing(typed := _typed(tools, body), "failed"):
            ack(response_action="errors", errors={"failed": sentences.SAY_WHAT_STEP})
            return
        view = writing.step(tools.desk, tools.actor(body), *_of(body), typed)
        ack(response_action="update", view=forms.whys(view, typed, _shown(body)))

    @app.view("review_step_2")
    def second(ack: Ack, body: Body) -> None:
        if _says_nothing(typed := _typed(tools, body), "why_1"):
            ack(response_action="errors", errors={"why_1": sentences.SAY_A_WHY})
            return
        view = writing.step(tools.desk, tools.actor(body), *_of(body), typed)
        ack(response_action="update", view=forms.learned(view, typed))

    @app.view("review_step_3")
    def third(ack: Ack, body: Body) -> None:
        if _says_nothing(typed := _typed(tools, body), "learned"):
            ack(response_action="errors", errors={"learned": sentences.SAY_LEARNED})
            return
        view = writing.offer(tools.desk, tools.actor(body), *_of(body), typed)
        ack(response_action="update", view=forms.offered(view, tools.when()))

    @app.action("review_more")
    def more(ack: Ack, body: Body) -> None:
        ack()
        view, typed = _kept(tools, body)
        _turn_to(tools, body, forms.whys(view, typed, min(MOST_WHYS, _shown(body) + 1)))

    @app.action("review_back_to_1")
    def to_first(ack: Ack, body: Body) -> None:
        ack()
        view, typed = _kept(tools, body)
        _turn_to(tools, body, forms.what_failed(view, typed, tools.when()))

    @app.action("review_back_to_2")
    def to_second(ack: Ack, body: Body) -> None:
        ack()
        view, typed = _kept(tools, body)
        _turn_to(tools, body, forms.whys(view, typed, _shown(body)))


def _register_answers(app: App, tools: Tools) -> None:
    @app.action("review_fine")
    def fine(ack: Ack, body: Body) -> None:
        ack()
        view = writing.answer(tools.desk, tools.actor(body), number(pressed(body)))
        _draw_again(tools, body, view)

    @app.action("review_comment")
    def ask_comment(ack: Ack, body: Body) -> None:
        ack()
        view = writing.to_answer(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, forms.comment(view))

    @app.view("review_comment")
    def comment(ack: Ack, body: Body) -> None:
        text = Values(body["view"]).text("comment")
        if not any(char.isalnum() for char in text):
            ack(response_action="errors", errors={"comment": sentences.SAY_COMMENT})
            return
        writing.answer(tools.desk, tools.actor(body), number(str(body["view"]["private_metadata"])), text)
        ack(response_action="update", view=forms.commented())


def _of(body: Body) -> tuple[int, int]:
    """The review and the edition that the open form is about."""
    review, edition, _ = str(body["view"]["private_metadata"]).split(":")
    return number(review), number(edition)


def _shown(body: Body) -> int:
    """How many whys the second step shows."""
    return number(str(body["view"]["private_metadata"]).rpartition(":")[2])


def _typed(tools: Tools, body: Body) -> Writing:
    """What this person has written so far: what stands in the open step, and what was kept of the others."""
    actor, values = tools.actor(body), Values(body["view"])
    before = writing.to_write(tools.desk, actor, _of(body)[0]).review.writing_of(actor.user)
    step = str(body["view"]["callback_id"])[-1]
    if step == "1":
        return Writing(values.text("failed"), before.whys, before.learned)
    if step == "3":
        return Writing(before.failed, before.whys, values.text("learned"))
    whys = [values.text(f"why_{place}") for place in range(1, _shown(body) + 1)]
    return Writing(before.failed, tuple(why for why in whys if why), before.learned)


def _says_nothing(typed: Writing, field: str) -> bool:
    text = dict(typed.texts()).get(field, "")
    return not any(char.isalnum() for char in text)


def _kept(tools: Tools, body: Body) -> tuple[ReviewView, Writing]:
    typed = _typed(tools, body)
    return writing.keep(tools.desk, tools.actor(body), *_of(body), typed), typed


def _turn_to(tools: Tools, body: Body, view: Block) -> None:
    tools.slack.update_view(body["view"]["id"], view)


def _draw_again(tools: Tools, body: Body, view: ReviewView) -> None:
    """What a button did shows where it was pressed; a message in a channel is drawn anew by itself."""
    if body.get("view", {}).get("type") == "modal":
        tools.slack.update_view(body["view"]["id"], words.window(view, tools.when()))
    elif body.get("container", {}).get("is_ephemeral"):
        tools.answer(body, words.settled(view, tools.when()))


def _tell(tools: Tools, body: Body, message: Message, title: str) -> None:
    """An answer for the caller alone, in a window where there is no place to write to."""
    if body.get("response_url"):
        tools.answer(body, message)
    else:
        _show(tools, body, modal(title, message.blocks, callback=words.WINDOW))


def _in_window(body: Body) -> bool:
    return str(body.get("view", {}).get("callback_id", "")) == words.WINDOW


def _show(tools: Tools, body: Body, view: Block) -> None:
    """In place of the window it was asked from, where that one is about the review too: Slack stacks three."""
    if _in_window(body):
        _turn_to(tools, body, view)
    else:
        tools.show(body, view)
