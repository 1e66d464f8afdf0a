"""A review as a file to keep or to pass on: Markdown, with everything typed shown as it was typed."""

import re
from dataclasses import replace

from bot.domain.corrective import ActionState, Phase
from bot.domain.views import ReviewView
from messages import timeline
from messages.review_history import what_happened
from messages.reviews import FAILED, LEARNED, WHYS
from messages.times import When

_MENTION = re.compile(r"<@(\w+)>")
_LINK = re.compile(r"<[^<>|]*\|([^<>]*)>")
#: Our own marks for bold and the like; those that people typed are set apart by an invisible joiner.
_OURS = re.compile(r"(?<!\u2060)[*_~`](?!\u2060)")
_SPECIAL = re.compile(r"([\\`*_\[\]#|<>~])")
#: What would begin a list; anywhere else it is just a mark.
_LISTED = re.compile(r"^([-+]|\d+[.)])(?=\s|$)")
_STATE = {ActionState.OPEN: "en marcha", ActionState.DONE: "hecha, por comprobar", ActionState.VERIFIED: "funciona"}


def name_of(view: ReviewView) -> str:
    return f"revision-{view.incident.code}.md"


def markdown(view: ReviewView, when: When) -> str:
    """The whole review: what happened by the hour, what failed, why, what is learned, and who said what to it."""
    review, incident, when = view.review, view.incident, replace(when, lasting=True)
    parts = [
        f"# Revisión de {incident.code}",
        f"{_typed(view.client.name)} · {_typed(incident.text)}",
        "## Qué pasó",
        *(f"- {_told(timeline.moment_line(entry, when), view)}" for entry in what_happened(view.timeline)),
        f"## {FAILED}",
        _typed(review.failed),
        f"## {WHYS}",
        *(f"{number}. {_typed(why)}" for number, why in enumerate(review.whys, 1)),
        f"## {LEARNED}",
        _typed(review.learned),
    ]
    prevention = [one for one in view.actions if one.phase is Phase.PREVENTION and one.state in _STATE]
    if prevention:
        parts.append("## Para que no se repita")
        parts += [f"- {_typed(one.what)} ({_name(view, one.owner)}, {_STATE[one.state]})" for one in prevention]
    if view.comments:
        parts.append("## Lo que dijeron quienes participaron")
        parts += [f"- {_name(view, one.user)}: {_typed(one.text or 'le parece bien')}" for one in view.comments]
    ends = f"la dio por buena {_name(view, review.finished_by)}" if review.finished_by else "falta darla por buena"
    parts.append(f"La escribió {_name(view, review.author)}; {ends}.")
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    """A blank line between paragraphs, none between the lines of one list."""
    text = ""
    for before, part in zip(["", *parts], parts, strict=False):
        listed = re.match(r"- |\d+\. ", before) and re.match(r"- |\d+\. ", part)
        text += ("\n" if listed else "\n\n") + part if text else part
    return text + "\n"


def _typed(text: str) -> str:
    """A person's words on one paragraph, with nothing in them read as Markdown or HTML."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LISTED.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", plain)


def _told(line: str, view: ReviewView) -> str:
    """A line of the timeline, without what only Slack understands."""
    line = _MENTION.sub(lambda found: view.names.get(found[1], "alguien del equipo"), _LINK.sub(r"\1", line))
    line = _OURS.sub("", line).replace("\u2060", "")
    for escape, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        line = line.replace(escape, char)
    return _typed(line)


def _name(view: ReviewView, user: str | None) -> str:
    return _typed(view.names.get(user or "", "alguien del equipo"))
