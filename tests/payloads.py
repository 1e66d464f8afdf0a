"""Every message and form the bot can make, by name: each takes a text and puts it wherever a person could type.

``test_payloads`` asks that no builder of ``messages/`` is missing here.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

from bot.domain.closing import Missing
from bot.domain.errors import Refused, Why
from bot.domain.finding import Search, Shown
from bot.domain.incident import EntryKind
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState, Rung
from bot.domain.views import Changed, ClientPage, Closing, Declared, Listed, ListPage, Profile
from bot.domain.words import Channel, Severity, Status
from messages import (
    changes,
    clients,
    closing,
    contact,
    contact_forms,
    forms,
    incident,
    listing,
    refusals,
    report,
    timeline,
)
from messages import help as manual
from messages.blocks import Message
from messages.report import Typed
from tests.payloads_actions import ACTIONS
from tests.payloads_amends import AMENDS
from tests.payloads_choices import CHOICES
from tests.payloads_commitments import LOST, PROMISES
from tests.payloads_finding import finding
from tests.payloads_home import HOME
from tests.payloads_leaving import LEAVING, seen, signs
from tests.payloads_reviews import REVIEWS
from tests.payloads_satisfaction import SATISFACTION
from tests.payloads_weekly import DIGEST
from tests.payloads_writing import WRITING
from tests.samples import ANA, LATER, LUIS, NOW, WHEN, advice, client, duty, entry, notice, view
from tests.samples import incident as told

Payload = Message | dict[str, Any]
Make = Callable[[str], Payload]

SETTLED: dict[str, Any] = {"settled_by": ANA, "settled_at": NOW}


def typed(text: str) -> Typed:
    """The report form with everything filled in; Slack itself takes no more than the field's own limit."""
    return Typed(
        client_name=text[:150],
        is_new=True,
        text=text[:3000],
        contact=text[:120],
        phone=text[:40],
        email=text[:254],
        severity=Severity.MAJOR,
        status=Status.UNRESOLVED,
        owner=ANA,
        measures=text[:3000],
        promised_for=LATER,
        private=True,
    )


def listed(text: str) -> Listed:
    return Listed(told(text, private=True), client(text))


def page_of(text: str, **more: Any) -> ListPage:
    values = {"items": (listed(text),) * 8, "total": 80, "page": 2, "pages": 10, "asked": Search(shown=Shown.OPEN)}
    return ListPage(**{**values, "caller": ANA, "client": client(text), **more})


def submitted(text: str) -> dict[str, Any]:
    """The report form as Slack sends it back."""
    values = {
        "text": {"text": {"type": "plain_text_input", "value": text[:3000]}},
        "measures": {"measures": {"type": "plain_text_input", "value": None}},
        "contact": {"contact": {"type": "plain_text_input", "value": text[:120]}},
    }
    return {**report.form(typed(text), advice(text), when=WHEN), "state": {"values": values}}


def refusal(why: Why, text: str) -> Refused:
    checklist = tuple((item, False) for item in Missing)
    return Refused(
        why,
        who=ANA,
        owner=ANA,
        lead=LUIS,
        at=NOW,
        code="INC-0001",
        incident_id=1,
        name=text,
        near=text,
        checklist=checklist,
    )


FIXED: dict[str, Make] = {
    "contact.prompt, handed over": lambda t: contact.prompt(duty(t), Rung.PROMPT, WHEN, {}, handed_from=LUIS),
    "contact.prompt, three tries": lambda t: contact.prompt(duty(t, tries=3, retry_at=LATER), Rung.RETRY, WHEN, {}),
    "contact.prompt, nobody there": lambda t: contact.prompt(replace(duty(t), contact=None), Rung.PROMPT, WHEN, {}),
    "contact.escalation": lambda t: contact.escalation(duty(t), WHEN),
    "contact.lead_copy": lambda t: contact.lead_copy(duty(t, about={"never_event": True}), WHEN),
    "contact.lead_copy, confirmed": lambda t: contact.lead_copy(
        duty(t, about={"cannot_work": True, "lead_confirmed_by": LUIS, "lead_confirmed_at": NOW}), WHEN
    ),
    "contact.postponed_past": lambda t: contact.postponed_past(duty(t), entry(EntryKind.POSTPONED, t), WHEN),
    "contact.handed_on": lambda t: contact.handed_on(duty(t), entry(EntryKind.REASSIGNED, t)),
    "contact.late": lambda t: contact.late(contact.escalation(duty(t), WHEN), NOW, WHEN),
    "contact_forms.proof_form": lambda t: contact_forms.proof_form(duty(t), WHEN, LOST),
    "contact_forms.proof_form, written": lambda t: contact_forms.proof_form(duty(t), WHEN, LOST, written=True),
    "contact_forms.postpone_form": lambda t: contact_forms.postpone_form(duty(t), WHEN),
    "contact_forms.reassign_form": lambda t: contact_forms.reassign_form(duty(t)),
    "incident.card": lambda t: incident.card(view(t, notices=every_notice(), cannot_work=True, hard=True), WHEN),
    "incident.card, closed": lambda t: incident.card(view(t, status=Status.CLOSED, closed_at=NOW), WHEN),
    "incident.story, closed": lambda t: incident.story(view(t, status=Status.CLOSED, closed_at=NOW), WHEN),
    "incident.story": lambda t: incident.story(view(t, notices=every_notice(), private=True), WHEN),
    "incident.told_to_caller": lambda t: incident.told_to_caller(view(t, notices=every_notice()), WHEN),
    "report.start": lambda t: report.start(typed(t), near=t),
    "report.form": lambda t: report.form(typed(t), advice(t), when=WHEN),
    "report.form, known client": lambda t: report.form(
        replace(typed(t), client_name=t[:150] or "Acme", is_new=False, client_id=1), when=WHEN
    ),
    "report.form, twin": lambda t: report.form(typed(t), advice(t), twin=told(t), when=WHEN),
    "report.done": lambda t: report.done(Declared(told(t), without_phone(t), (notice(),)), WHEN),
    "report.is_same": lambda t: report.is_same("INC-0001"),
    "changes.form": lambda t: changes.form(view(t[:3000])),
    "changes.form, resolved": lambda t: changes.form(view(t[:3000], never_event=True), resolved=True),
    "changes.done": lambda t: changes.done(Changed(told(t), client(t), (notice(),)), WHEN),
    "changes.done, nothing owed": lambda t: changes.done(Changed(told(t), client(t), ()), WHEN),
    "closing.closed": lambda t: closing.closed(Closing(told(t), ())),
    "closing.not_ready": lambda t: closing.not_ready(refusal(Why.NOT_READY_TO_CLOSE, t)),
    "closing.reopen_form": lambda t: closing.reopen_form(view(t[:3000])),
    "closing.reopened": lambda t: closing.reopened(Changed(told(t), client(t), (notice(),)), WHEN),
    "closing.reopened, nothing owed": lambda t: closing.reopened(Changed(told(t), client(t), ()), WHEN),
    "clients.page": lambda t: clients.page(ClientPage((client(t),) * 10, 90, 2, 9, t[:100])),
    "clients.page, none": lambda t: clients.page(ClientPage((), 0, 1, 1, t[:100])),
    "clients.profile": lambda t: clients.profile(
        Profile(client(t, lead=LUIS), True, (listed(t),) * 5, 5, signs(t), seen(t, stays_at=NOW, stays_by=LUIS)), WHEN
    ),
    "clients.profile, bare": lambda t: clients.profile(Profile(client(t, contacts=[]), False, (), 0), WHEN),
    "clients.form": lambda t: clients.form(client(t, preferred=Channel.TEXT)),
    "listing.page": lambda t: listing.page(page_of(t)),
    "help.manual": lambda t: manual.manual(),
    "help.did_you_mean": lambda t: manual.did_you_mean(t or "x", "lista", t),
    "help.which_incident": lambda t: manual.which_incident(),
    "help.which_client": lambda t: manual.which_client(),
    "help.or_a_report": lambda t: manual.or_a_report(
        refusals.sentence(refusal(Why.CLIENT_NOT_FOUND, t), WHEN), t or "x"
    ),
    "refusals.kept": lambda t: refusals.kept(refusals.NOT_SAVED, t),
    "refusals.apology": lambda t: refusals.apology(refusals.NOT_ANSWERED),
    "forms.again": lambda t: forms.again(submitted(t), refusals.sentence(refusal(Why.CLIENT_EXISTS, t), WHEN)),
}


def without_phone(text: str) -> Any:
    """A client whose contact has no phone: the reporter is asked for it."""
    who = client(text)
    who.contacts[0].phone = ""
    return who


def every_notice() -> tuple[Any, ...]:
    return (
        *(notice(channel=channel, id=place) for place, channel in enumerate(Channel)),
        notice(state=NoticeState.GIVEN, **SETTLED),
        notice(state=NoticeState.REPLACED, **SETTLED),
        notice(deadline=NOW),
        notice(purpose=Purpose.MEET, channel=Channel.IN_PERSON),
    )


def _prompt(rung: Rung, values: dict[str, Any], text: str) -> Message:
    return contact.prompt(duty(text, **values), rung, WHEN, {})


def _settled(state: NoticeState, text: str) -> Message:
    return contact.settled_prompt(duty(text, state=state, **SETTLED), WHEN)


def _entry(kind: EntryKind, text: str) -> Message:
    return timeline.thread_entry(entry(kind, text), WHEN)


def _refused(why: Why, text: str) -> Message:
    return refusals.refused(refusal(why, text), WHEN)


def every_payload() -> Iterator[tuple[str, Make]]:
    """Each builder by name, once for each kind of thing it can be asked to say."""
    yield from FIXED.items()
    yield from WRITING.items()
    yield from HOME.items()
    yield from finding(page_of).items()
    yield from PROMISES.items()
    yield from REVIEWS.items()
    yield from SATISFACTION.items()
    yield from ACTIONS.items()
    yield from AMENDS.items()
    yield from LEAVING.items()
    yield from DIGEST.items()
    yield from CHOICES.items()
    for rung in Rung:
        yield f"contact.prompt, {rung}", partial(_prompt, rung, {})
    for channel, purpose in product(Channel, Purpose):
        values = {"channel": channel, "purpose": purpose}
        yield f"contact.prompt, {purpose} by {channel}", partial(_prompt, Rung.PROMPT, values)
    for state in NoticeState:
        yield f"contact.settled_prompt, {state}", partial(_settled, state)
    for kind in EntryKind:
        yield f"timeline.thread_entry, {kind}", partial(_entry, kind)
    for why in Why:
        yield f"refusals.refused, {why}", partial(_refused, why)
