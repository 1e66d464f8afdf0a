"""The life of an incident, and of what hangs on it, drawn for whoever reads the README: a Mermaid state diagram.

Drawn from the tables that the code obeys, in the words that stand on screen.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.domain import amends, commitment, corrective, notice, review
from bot.domain.commitment import CommitmentState
from bot.domain.corrective import ActionEvent, ActionState
from bot.domain.life import LIFE, Event, Guard
from bot.domain.notice import NoticeState
from bot.domain.review import ReviewState
from messages import words
from messages.amends import STATE as AMENDS

EVENT = {
    Event.REPORTED: "alguien lo cuenta",
    Event.REPORTED_SOLVED: "alguien lo cuenta cuando ya funciona",
    Event.SOLVED: "Ya está solucionado",
    Event.BROKE_AGAIN: "vuelve a fallar",
    Event.CLOSED: "Cerrar el incidente",
    Event.REOPENED: "Reabrir, quedó algo por hacer",
    Event.FAILS_AGAIN: "Reabrir, vuelve a fallar",
}
GUARD = {
    Guard.NOTHING_MISSING: "si no falta nada",
    Guard.REASON_GIVEN: "con su motivo",
}
NOTICE = {NoticeState.PENDING: "pendiente", NoticeState.GIVEN: "hecho", NoticeState.REPLACED: "ya no hace falta así"}
COMMITMENT = {
    CommitmentState.OPEN: "pendiente",
    CommitmentState.KEPT: "cumplido a tiempo",
    CommitmentState.BROKEN: "incumplido",
    CommitmentState.MOVED: "con otra hora",
}
ACTION = {
    ActionState.OPEN: "por hacer",
    ActionState.DONE: "hecha, por comprobar",
    ActionState.VERIFIED: "funciona",
    ActionState.NOT_APPLICABLE: "no procede",
}
ACTION_EVENT = {
    ActionEvent.MOVED: "Aplazar",
    ActionEvent.DONE: "Hecha",
    ActionEvent.DROPPED: "No procede",
    ActionEvent.WORKS: "Funciona",
    ActionEvent.FAILED: "No funcionó",
    ActionEvent.UNSURE: "Aún no se sabe",
}
REVIEW = {
    ReviewState.ASKED: "pedida",
    ReviewState.OFFERED: "a la vista de todos",
    ReviewState.FINAL: "terminada",
}

#: One step on the drawing: from (None: the beginning), to, and what makes it happen.
Step = tuple[StrEnum | None, StrEnum, str]

#: What makes the steps happen where a table names only their ends.
_STEPS: Mapping[tuple[StrEnum | None, StrEnum], str] = {
    (None, NoticeState.PENDING): "el cliente debe saberlo",
    (NoticeState.PENDING, NoticeState.GIVEN): "He llamado, He escrito",
    (NoticeState.PENDING, NoticeState.REPLACED): "el incidente cambia",
    (None, CommitmentState.OPEN): "se promete, con su hora",
    (CommitmentState.OPEN, CommitmentState.KEPT): "Cumplido",
    (CommitmentState.OPEN, CommitmentState.MOVED): "Voy a incumplirlo, y se da otra hora",
    (CommitmentState.OPEN, CommitmentState.BROKEN): "pasa la hora",
    (CommitmentState.BROKEN, CommitmentState.BROKEN): "se hace tarde, o se da otra hora",
    (None, ReviewState.ASKED): "importante, error imposible o a petición",
    (ReviewState.ASKED, ReviewState.OFFERED): "Hacer la revisión",
    (ReviewState.OFFERED, ReviewState.OFFERED): "se escribe otra vez",
    (ReviewState.OFFERED, ReviewState.FINAL): "Darla por buena",
    (ReviewState.FINAL, ReviewState.ASKED): "vuelve a fallar",
    (None, amends.AmendsState.PROPOSED): "por encima del límite",
    (None, amends.AmendsState.APPROVED): "hasta el límite",
    (amends.AmendsState.PROPOSED, amends.AmendsState.APPROVED): "Aprobar",
    (amends.AmendsState.PROPOSED, amends.AmendsState.REJECTED): "No",
    (amends.AmendsState.APPROVED, amends.AmendsState.AGREED): "lo que dice el cliente",
}


def diagram() -> str:
    """The whole as Mermaid's ``stateDiagram-v2``, ready to be pasted."""
    lives = (
        ("incident", "Incidente", words.STATUS, _of_incident()),
        ("notice", "Aviso", NOTICE, _of_pairs(notice.TRANSITIONS)),
        ("commitment", "Compromiso", COMMITMENT, _of_pairs(commitment.TRANSITIONS)),
        ("action", "Acción correctiva", ACTION, _of_action()),
        ("review", "Revisión", REVIEW, _of_pairs(review.LIFE)),
        ("amends", "Compensación", AMENDS, _of_pairs(amends.TRANSITIONS)),
    )
    return "\n".join(["stateDiagram-v2", *(line for life in lives for line in _drawn(*life))])


def _of_incident() -> list[Step]:
    return [
        (rule.before, rule.after, EVENT[rule.event] + (f" [{GUARD[rule.only_if]}]" if rule.only_if else ""))
        for rule in LIFE
    ]


def _of_action() -> list[Step]:
    steps = [(before, after, ACTION_EVENT[event]) for (before, event), after in corrective.TRANSITIONS.items()]
    return [(None, ActionState.OPEN, "se encarga, con su día"), *steps]


def _of_pairs(pairs: Iterable[tuple[StrEnum | None, StrEnum]]) -> list[Step]:
    return [(before, after, _STEPS[before, after]) for before, after in pairs]


def _drawn(name: str, title: str, states: Mapping[StrEnum, str], steps: list[Step]) -> list[str]:
    """One life inside its frame; a state that nothing leaves is where it may end."""
    left = {before for before, after, _ in steps if before is not after}
    # Mermaid reads a semicolon as the end of a line.
    states = {state: text.replace(";", ",") for state, text in states.items()}
    lines = [f'  state "{title}" as {name} {{']
    lines += [f'    state "{states[state]}" as {name}_{state}' for state in states]
    lines += [
        f"    {f'{name}_{before}' if before else '[*]'} --> {name}_{after} : {what}" for before, after, what in steps
    ]
    lines += [f"    {name}_{state} --> [*]" for state in states if state not in left]
    return [*lines, "  }"]
