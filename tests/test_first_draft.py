"""The words proposed with a prompt (domain.md §6), whatever names, texts and hours people have typed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.demo.strict import check_message, check_view
from bot.domain.daily import DailyReport
from bot.domain.matrix import Purpose
from bot.domain.notice import Rung
from bot.domain.people import Person
from bot.domain.reviewer import Context, review
from bot.domain.views import Duty, ReportView
from bot.domain.words import Address, Awareness, Channel, Responsibility, Severity, Status
from messages import daily, first_draft, links, writing
from messages.drafts import marks_in
from messages.times import When
from messages.writing import Sheet
from tests.hours import MADRID
from tests.payloads_actions import action
from tests.payloads_commitments import promise
from tests.samples import ANA, LUIS, duty

#: The same examples each time.
OFTEN = settings(max_examples=60, deadline=None, derandomize=True)
#: Half a surrogate pair cannot be typed, and has no bytes.
SIGNS = st.characters(exclude_categories=["Cs"])
#: What we can judge: the reporter's words say something, and hold none of our own marks.
ANY_WORDS = st.text(SIGNS, max_size=160).filter(lambda text: any(char.isalnum() for char in text) and "[" not in text)
#: What people do write. Of random letters the reviewer's model may think anything: that is no matter of the drafts.
REAL_WORDS = st.sampled_from(
    [
        "funciona pero va muy lento, aunque desde las 10 algo mejor",
        "Pedido 4471: 12 cajas de menos; el camión salió a las 6",
        "se reinició el servidor\n- y se vació la cola\n- y se avisó a la central",
        "100 % de las nóminas con el IRPF mal",
        "¿no les llega nada? nadie lo sabe!!",
        "No les llega el correo desde las 9",
        "el técnico ha cambiado la pieza y queda probado",
        "Faltaban dos facturas en el envío de ayer",
        "se comprueba la copia cada lunes",
    ]
)
WORDS = ANY_WORDS | REAL_WORDS
#: Several capitals or figures would be an acronym, and the reviewer would be right about it.
NAMES = st.text(st.characters(exclude_categories=["Cs", "Lu", "Lt", "Nd", "Nl", "No"]), min_size=1, max_size=60).filter(
    lambda text: any(char.islower() for char in text) and "[" not in text
)
REAL_NAMES = st.sampled_from(
    ["Marta Ruiz", "Acme", "Dra. Pilar Sanz", "Bodegas Ñandú", "Óscar d'Ors", "equipo de almacén", "Panaderías Luna"]
)
PHONES = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone
SPANS = st.timedeltas(timedelta(minutes=1), timedelta(days=400))


@st.composite
def duties(
    draw: st.DrawFn, /, words: st.SearchStrategy[str] = WORDS, names: st.SearchStrategy[str] = NAMES, **given_: Any
) -> tuple[Duty, When]:
    """A duty with every fact known: what happened, what was done, by when, who tells it."""
    now = draw(MOMENTS)
    about: dict[str, Any] = {
        "status": draw(st.sampled_from([Status.UNRESOLVED, Status.RESOLVED])),
        "severity": draw(st.sampled_from(Severity)),
        "responsibility": draw(st.sampled_from(Responsibility)),
        "awareness": draw(st.sampled_from(Awareness)),
        "cannot_work": draw(st.booleans()),
        "measures": draw(words),
        "promised_for": now + draw(SPANS),
    }
    notice = {
        "channel": draw(st.sampled_from([Channel.PHONE, Channel.EMAIL, Channel.TEXT])),
        "purpose": draw(st.sampled_from(Purpose)),
    }
    found = duty(draw(words), about=about, **{**notice, **given_})
    found.client.name = draw(names)
    assert found.contact is not None
    found.contact.name, found.contact.phone = draw(names), draw(PHONES)
    found.contact.address = draw(st.sampled_from(Address))
    owner = Person(workspace_id="T1", user=ANA, name=draw(names), email="ana@norte.example", seen_at=now)
    old = promise(draw(words), due_at=now + draw(st.timedeltas(timedelta(days=-2), timedelta(days=2))))
    verified = tuple(action(one) for one in draw(st.lists(words, min_size=1, max_size=3)))
    known = replace(found, owner=owner, commitment=old, new_hour=now + draw(SPANS), improvements=verified)
    return known, When(now, MADRID)


@st.composite
def reports(
    draw: st.DrawFn, /, words: st.SearchStrategy[str] = WORDS, names: st.SearchStrategy[str] = NAMES
) -> tuple[ReportView, When]:
    one = duties(words, names, channel=Channel.DAILY_REPORT)
    first, when = draw(one)
    more = draw(st.lists(one, max_size=3))
    report = DailyReport(workspace_id="T1", client_id=1, assignee=ANA, day=when.now.date(), created_at=when.now, id=5)
    waiting = (first, *(one for one, _ in more))
    return ReportView(report, first.client, first.contact, waiting, first.owner, LUIS, None), when


def typed(found: Duty) -> str:
    """All that people typed, side by side: names that are strings of acronyms together are a fault of theirs."""
    names = (found.contact.name if found.contact else "", found.owner.name if found.owner else "", found.client.name)
    promised = found.commitment.what if found.commitment else ""
    improved = [one.what for one in found.improvements]
    return "\n".join([", ".join(names), found.incident.text, found.incident.measures, promised, *improved])


def faults(text: str, situation: Context) -> list[str]:
    """What the reviewer hears in these words; what they lack is for the whole to say."""
    found = review(text, situation)
    return [f"{one.code}: {text[one.start : one.end]}" for one in found if one.start is not None]


@OFTEN
@given(duties())
def test_with_all_facts_nothing_is_left_to_fill_in_and_it_fits(given_: tuple[Duty, When]) -> None:
    """No mark left; a subject of one line, a text message of 300 characters on one line; a call nobody answers too."""
    found, when = given_
    subject, body = first_draft.written_words(found, when, {})
    assert marks_in(f"{subject}\n{body}") == ()
    assert not first_draft.has_gaps(body)
    if first_draft.facts(found, when).channel is Channel.EMAIL:
        assert 0 < len(subject) <= 78
        assert len(subject.splitlines()) == 1
    else:
        assert subject == ""
        assert len(body) <= 300
        assert len(body.splitlines()) == 1


@OFTEN
@given(duties(REAL_WORDS, REAL_NAMES))
def test_words_without_fault_become_a_draft_without_fault(given_: tuple[Duty, When]) -> None:
    """Where the reporter's words and the names pass the reviewer, the draft around them does, with all it needs."""
    found, when = given_
    situation = first_draft.situation(found)
    channel = Channel.TEXT if found.notice.channel is not Channel.EMAIL else Channel.EMAIL
    situation = replace(situation, channel=channel)
    assume(not faults(typed(found), situation))
    _, body = first_draft.written_words(found, when, {})
    assert [(one.code, body[one.start or 0 : one.end]) for one in review(body, situation)] == []


@OFTEN
@given(reports(REAL_WORDS, REAL_NAMES))
def test_the_report_says_each_thing_and_passes(given_: tuple[ReportView, When]) -> None:
    """Every item is in it, nothing is left to fill in, it fits its subject, and passes where its items' words do."""
    found, when = given_
    subject, body = first_draft.report_words(found, when, {})
    assert marks_in(f"{subject}\n{body}") == ()
    assert 0 < len(subject) <= 78
    assert body.count("\n- ") >= len(found.duties)
    situation = first_draft.report_situation(found)
    for one in found.duties:
        assume(not faults(typed(one), situation))
    assert [(one.code, body[one.start or 0 : one.end]) for one in review(body, situation)] == []


@OFTEN
@given(duties())
def test_the_form_is_taken_and_its_link_says_the_same(given_: tuple[Duty, When]) -> None:
    """Slack takes the form with any of these words, and the WhatsApp link gives back the number and the text."""
    found, when = given_
    subject, body = first_draft.written_words(found, when, {})
    channel = Channel.EMAIL if subject else Channel.TEXT
    situation = replace(first_draft.situation(found), channel=channel)
    sheet = Sheet("n7", channel, found.contact, subject, body, can_send=True)
    assert check_view(writing.form(sheet, review(body, situation), situation)) == []
    assert found.contact is not None
    number, _, text = links.whatsapp(found.contact.phone, body).partition("?text=")
    assert (number, unquote(text)) == (f"https://wa.me/{found.contact.phone[1:]}", body)


@OFTEN
@given(reports())
def test_the_prompt_with_the_report_is_taken(given_: tuple[ReportView, When]) -> None:
    """Slack takes the message with any of these words in it."""
    found, when = given_
    subject, body = first_draft.report_words(found, when, {})
    assert check_message(daily.prompt(found, subject, body, Rung.PROMPT, can_send=True).arguments()) == []
