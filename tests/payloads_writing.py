"""The messages and forms of writing to the client, the daily report, the reviewer and the home: see ``payloads``."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from bot.domain.client_mail import ClientMail, MailState
from bot.domain.daily import DailyReport
from bot.domain.notice import Rung
from bot.domain.reviewer import Finding
from bot.domain.views import Gathering, ReportView
from bot.domain.words import Channel
from messages import clients, config, daily, reviewer, reviewing, writing
from messages.blocks import Message
from messages.drafts import names, source
from messages.writing import Sheet
from tests.samples import ANA, EMAIL, LUIS, NOW, WHEN, client, contact, duty, person

GAPS = "[el problema, en una frase] [hora concreta] [tu nombre]"


def mail(text: str, state: MailState = MailState.REFUSED, problem: str = "recipient") -> ClientMail:
    return ClientMail(
        workspace_id="T1",
        message_id="<1@norte.example>",
        notice_id=7,
        report_id=None,
        author=ANA,
        to=EMAIL,
        to_name=text[:200],
        subject=text[:150],
        body=text,
        state=state,
        changed_at=NOW,
        problem=problem,
        id=3,
    )


def report(text: str, **more: Any) -> ReportView:
    made = DailyReport(workspace_id="T1", client_id=1, assignee=ANA, day=NOW.date(), created_at=NOW, id=5, **more)
    waiting = (duty(text, channel=Channel.DAILY_REPORT),) * 20
    return ReportView(made, client(text), contact(text), waiting, person(text), LUIS, None)


def sheet(text: str, **more: Any) -> Sheet:
    whole = Sheet("n7", Channel.EMAIL, contact(text), text[:150], f"{text[:2900]} {GAPS}", can_send=True, seen="a" * 64)
    return replace(whole, **more)


def findings(text: str) -> tuple[Finding, ...]:
    """Every fault at once in each of its variants, half of them pointing at the whole text."""
    return tuple(
        Finding(code, 0, len(text), variant) if place % 2 else Finding(code, None, None, variant)
        for place, (code, variant) in enumerate(reviewer._WHY)
    )


def _problem(state: MailState, problem: str, text: str) -> Message:
    return writing.problem(mail(text, state, problem))


def _wording(name: str, text: str) -> dict[str, Any]:
    return config.edit(name, text[: config.MOST])


WRITING: dict[str, Callable[[str], Message | dict[str, Any]]] = {
    "daily.prompt": lambda t: daily.prompt(report(t), t, t, Rung.PROMPT, can_send=True),
    "daily.prompt, overdue": lambda t: daily.prompt(
        replace(report(t), contact=None), "Asunto", t, Rung.OVERDUE, can_send=False
    ),
    "daily.gathering": lambda t: daily.gathering(
        [Gathering(client(t), 2, NOW, 1), Gathering(client(t), 1, NOW, None)] * 9, WHEN
    ),
    "daily.gathering, none": lambda _: daily.gathering([], WHEN),
    "daily.settled": lambda t: daily.settled(report(t, settled_at=NOW, settled_by=ANA), WHEN),
    "daily.settled, nothing left": lambda t: daily.settled(report(t), WHEN),
    "writing.form": lambda t: writing.form(sheet(t), (), reviewing.DEFAULT),
    "writing.form, insisting": lambda t: writing.form(sheet(t), findings(t), reviewing.DEFAULT, insist=True),
    "writing.form, text message": lambda t: writing.form(
        sheet(t, channel=Channel.TEXT), findings(t), reviewing.DEFAULT
    ),
    "writing.form, nobody there": lambda t: writing.form(sheet(t, contact=None), (), reviewing.DEFAULT),
    "writing.leaving": lambda t: writing.leaving(mail(t)),
    "writing.noted": lambda _: writing.noted(),
    "writing.kept": lambda _: writing.kept(),
    **{
        f"writing.problem, {problem}": partial(_problem, MailState.REFUSED, problem)
        for problem in ("recipient", "sender", "reply_to", "login", "content", "insecure", "unreachable", "not_now", "")
    },
    **{f"writing.problem, {state}": partial(_problem, state, "") for state in (MailState.UNSURE, MailState.LEAVING)},
    "reviewing.form": lambda t: reviewing.form(t[:3000], reviewing.DEFAULT),
    "reviewing.form, faults": lambda t: reviewing.form(t[:3000], reviewing.DEFAULT, findings(t[:3000])),
    "reviewing.form, fine": lambda t: reviewing.form(t[:3000], reviewing.DEFAULT, ()),
    "clients.person_form": lambda t: clients.person_form(client(t), client(t).contacts[0]),
    "clients.person_form, new": lambda t: clients.person_form(client(t), None),
    "config.choose": lambda _: config.choose(),
    "config.edit": partial(_wording, max(names(), key=lambda name: len(source(name)))),
    "config.saved": lambda _: config.saved(names()[0], own=True),
    "config.saved, back": lambda _: config.saved(names()[0], own=False),
}
