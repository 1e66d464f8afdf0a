"""`/incidente config`: admins change the words of the drafts, and what the firm decides."""

import re
from collections.abc import Mapping

from slack_bolt import Ack, App

from bot.desk import choices, wording
from bot.desk.settable import CHOICES
from bot.domain.errors import Refused, Why
from bot.domain.incident import Entry
from handlers.tools import Body, Tools, Values, number, pressed
from messages import choices as choice_words
from messages import choices_matrix
from messages import config as words
from messages.drafts import TemplateError, check, names


def register(app: App, tools: Tools) -> None:
    @app.action("config_texts")
    def texts(ack: Ack, body: Body) -> None:
        ack()
        choices.require_admin(tools.actor(body))
        tools.show(body, words.choose())

    @app.action("config_matrix")
    def matrix(ack: Ack, body: Body) -> None:
        ack()
        standing = choices.look(tools.desk, tools.actor(body), ())
        tools.show(body, choices_matrix.overview(standing.policy.matrix))

    @app.action(re.compile(r"config_open_\w+"))
    def open_group(ack: Ack, body: Body) -> None:
        ack()
        key = _known(str(body["actions"][0]["action_id"]).removeprefix("config_open_"))
        names = tuple(choice_words.GROUPS[key].questions)
        standing = choices.look(tools.desk, tools.actor(body), names)
        values = {name: CHOICES[name].now(standing.policy) for name in names}
        tools.show(body, choice_words.form(key, values, standing.last, tools.when()))

    @app.view("config_group")
    def save_group(ack: Ack, body: Body) -> None:
        key, _, seen = str(body["view"]["private_metadata"]).partition(":")
        values, key = Values(body["view"]), _known(key)
        actor, names = tools.actor(body), choice_words.GROUPS[key].questions
        choices.require_admin(actor)
        typed = {field: values.plainly(field) for name in names for field in CHOICES[name].fields}
        _require_fit(tools, actor.workspace_id, values, typed)
        entry = choices.change(tools.desk, actor, typed, since=number(seen))
        ack(response_action="update", view=choice_words.saved(entry))
        if entry is not None:
            _redraw_below(tools, body, entry)

    @app.action("config_undo")
    def undo(ack: Ack, body: Body) -> None:
        ack()
        entry = choices.undo(tools.desk, tools.actor(body), number(pressed(body)))
        tools.slack.update_view(body["view"]["id"], choice_words.undone(entry))
        _redraw_below(tools, body, entry)

    @app.action("wording")
    def chose(ack: Ack, body: Body) -> None:
        ack()
        actor = tools.actor(body)
        choices.require_admin(actor)
        name = str(body["actions"][0]["selected_option"]["value"])
        own = wording.own(tools.desk, actor.workspace_id).get(name, "")
        tools.slack.update_view(body["view"]["id"], words.edit(name, own))

    @app.view("wording")
    def save(ack: Ack, body: Body) -> None:
        name = str(body["view"]["private_metadata"])
        field = f"text-{name}"
        text = Values(body["view"]).text(field)
        if text and name in names():
            try:
                check(name, text)
            except TemplateError as error:
                ack(response_action="errors", errors={field: words.broken(error.line, error.reason)})
                return
        wording.change(tools.desk, tools.actor(body), name, text)
        ack(response_action="update", view=words.saved(name, own=bool(text)))


def begin(tools: Tools, body: Body, _text: str) -> None:
    """``config``, for admins."""
    choices.require_admin(tools.actor(body))
    tools.show(body, choice_words.menu())


def _known(key: str) -> str:
    if key not in choice_words.GROUPS:
        raise Refused(Why.NOT_FOUND)
    return key


def _require_fit(tools: Tools, workspace_id: str, values: Values, typed: Mapping[str, str]) -> None:
    """Raises Refused on the field of a person or a channel that would not do; what stood there already may stay."""
    for field in ("admins", "default_lead"):
        for user in values.new_ids(field) if field in typed else []:
            tools.require_colleague(workspace_id, user, field)
    for field in ("incidents_channel", "digest_channel"):
        for channel in values.new_ids(field) if field in typed else []:
            found = tools.slack.channel(channel)
            if found.is_shared:
                raise Refused(Why.CHANNEL_SHARED, field=field)
            if found.is_archived:
                raise Refused(Why.CHANNEL_ARCHIVED, field=field)
            if not found.has_bot:
                raise Refused(Why.CHANNEL_WITHOUT_BOT, field=field)


def _redraw_below(tools: Tools, body: Body, entry: Entry) -> None:
    """The table that a cell was opened from shows it as it stands now."""
    below = body["view"].get("previous_view_id")
    if below and any(
        group.within and set(entry.after) & set(group.questions) for group in choice_words.GROUPS.values()
    ):
        policy = tools.desk.in_force.of(entry.workspace_id)
        tools.slack.update_view(below, choices_matrix.overview(policy.matrix))
