"""The messages and forms about reviews: see ``payloads``."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from bot.domain.corrective import CorrectiveAction, Phase
from bot.domain.incident import EntryKind
from bot.domain.review import MOST_WHYS, Review, ReviewComment, ReviewRung, ReviewState, Writing
from bot.domain.views import ReviewView
from messages import review_file, review_forms, reviews
from messages.blocks import Message
from tests.samples import ANA, LATER, LUIS, NOW, WHEN, client, entry, incident

_TO_WRITE = (ReviewRung.ASKED, ReviewRung.STILL_ASKED, ReviewRung.HANDED)


def review(text: str, state: ReviewState = ReviewState.OFFERED, **more: Any) -> Review:
    texts = {"failed": text[:2000], "whys": [text[:500]] * MOST_WHYS, "learned": text[:2000]}
    shared = {"edition": 1, "offered_at": NOW, "offered_by": ANA, "offered_to": [LUIS] * 20}
    ended = {"finished_at": LATER, "finished_by": LUIS} if state is ReviewState.FINAL else {}
    asked = {"author": ANA, "asked_at": NOW, "asked_by": None, "state": state, "id": 9}
    values = {"workspace_id": "T1", "incident_id": 1, "client_id": 1, **texts, **shared, **ended, **asked}
    return Review(**{**values, **more})


def comment(text: str, user: str = LUIS) -> ReviewComment:
    return ReviewComment(workspace_id="T1", review_id=9, user=user, text=text[:2000], at=NOW, id=1)


def prevention(text: str) -> CorrectiveAction:
    return CorrectiveAction(
        workspace_id="T1",
        incident_id=1,
        client_id=1,
        phase=Phase.PREVENTION,
        what=text,
        how_we_know=text,
        owner=ANA,
        due_on=NOW.date(),
        created_by=ANA,
        created_at=NOW,
        id=3,
    )


def seen(text: str, state: ReviewState = ReviewState.OFFERED, **more: Any) -> ReviewView:
    told = tuple(entry(kind, text) for kind in EntryKind)
    said = (*(comment(text),) * 12, comment(""))
    view = ReviewView(
        review(text, state),
        incident(text),
        client(text),
        LUIS,
        said,
        told,
        (prevention(text),) * 9,
        {ANA: text[:80]},
        comment(text),
        (LUIS,) * 12,
        LATER,
        may_write=True,
        may_answer=state is ReviewState.OFFERED,
        may_finish=state is ReviewState.OFFERED,
    )
    return replace(view, **more)


def _bare(text: str, state: ReviewState = ReviewState.OFFERED) -> ReviewView:
    """Nobody else took part, nobody has said anything."""
    return seen(text, state, comments=(), mine=None, waiting=(), actions=(), review=review(text, state, offered_to=[]))


def writing(text: str) -> Writing:
    return Writing(text[:2000], (text[:500],) * MOST_WHYS, text[:2000])


def _prompt(rung: ReviewRung | None, text: str) -> Message:
    state = ReviewState.ASKED if rung in _TO_WRITE else ReviewState.OFFERED
    return reviews.prompt(seen(text, state), rung, WHEN)


REVIEWS: dict[str, Callable[[str], Message | dict[str, Any]]] = {
    **{f"reviews.prompt, {rung}": partial(_prompt, rung) for rung in (None, *ReviewRung)},
    "reviews.prompt, first": lambda t: reviews.prompt(
        seen(t, review=review(t, ReviewState.ASKED, edition=0, drafts={ANA: {}})), ReviewRung.ASKED, WHEN
    ),
    **{
        f"reviews.settled, {state}": partial(lambda state, t: reviews.settled(seen(t, state), WHEN), state)
        for state in ReviewState
    },
    **{
        f"reviews.window, {state}": partial(lambda state, t: reviews.window(seen(t, state), WHEN), state)
        for state in ReviewState
    },
    "reviews.window, bare": lambda t: reviews.window(_bare(t), WHEN),
    "reviews.to_lead": lambda t: reviews.to_lead(seen(t, ReviewState.ASKED), WHEN),
    "reviews.to_lead, shared": lambda t: reviews.to_lead(seen(t), WHEN),
    "reviews.offer": lambda t: reviews.offer(seen(t), again=False),
    "reviews.offer, again": lambda t: reviews.offer(seen(t, mine=comment("")), again=True),
    "reviews.offer, unanswered": lambda t: reviews.offer(_bare(t), again=False),
    "reviews.result": lambda t: reviews.result(seen(t, ReviewState.FINAL), WHEN),
    "reviews.wanted": lambda _: reviews.wanted("INC-0001", solved=True),
    "reviews.wanted, later": lambda _: reviews.wanted("INC-0001", solved=False),
    "reviews.downloaded": lambda _: reviews.downloaded(here=True),
    "reviews.downloaded, elsewhere": lambda _: reviews.downloaded(here=False),
    "reviews.as_text": lambda t: reviews.as_text(seen(t), review_file.markdown(seen(t), WHEN)),
    "review_forms.what_failed": lambda t: review_forms.what_failed(seen(t), writing(t), WHEN, found_again=True),
    "review_forms.whys": lambda t: review_forms.whys(seen(t), writing(t)),
    "review_forms.whys, none yet": lambda t: review_forms.whys(_bare(t), Writing(t[:2000])),
    "review_forms.learned": lambda t: review_forms.learned(seen(t), writing(t)),
    "review_forms.learned, bare": lambda t: review_forms.learned(_bare(t), Writing()),
    "review_forms.offered": lambda t: review_forms.offered(seen(t), WHEN),
    "review_forms.offered, to wait": lambda t: review_forms.offered(seen(t, may_finish=False), WHEN),
    "review_forms.offered, to nobody": lambda t: review_forms.offered(_bare(t), WHEN),
    "review_forms.comment": lambda t: review_forms.comment(seen(t)),
    "review_forms.commented": lambda _: review_forms.commented(),
}
