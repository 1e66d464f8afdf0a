"""The forms of a review: three steps to write it, and one to comment on it."""

from bot.domain.review import MOST_WHYS, Writing
from bot.domain.views import ReviewView
from messages import timeline
from messages.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    divider,
    esc,
    field,
    modal,
    one_line,
    person,
    quote,
    section,
    text_input,
)
from messages.review_history import what_happened
from messages.reviews import WINDOW, preventing
from messages.times import When

#: So many whys are asked for at first; there may be more.
FIRST_WHYS = 5
MOST_LETTERS, MOST_IN_A_WHY = 2000, 500
_NO_CULPRITS = "🔎 Sin culpables: no quién falló, sino qué paso lo permitió. Así el próximo no tropieza en lo mismo."


def what_failed(view: ReviewView, writing: Writing, when: When, *, found_again: bool = False) -> Block:
    """Step 1: what happened, already told, and which step of the process failed."""
    blocks = [
        context(f"{view.incident.code} · {esc(view.client.name)} · {one_line(view.incident.text)}"),
        *([context("📄 Lo que habías escrito sigue aquí.")] if found_again else []),
        *timeline.blocks(what_happened(view.timeline), when),
        divider(),
        context(_NO_CULPRITS),
        field(
            "failed",
            "¿Qué paso del proceso falló, o faltaba?",
            text_input("failed", writing.failed, lines=True, most=MOST_LETTERS),
            hint="Por ejemplo: nadie comprueba el envío antes de que salga.",
        ),
    ]
    return _step(1, view, blocks, FIRST_WHYS)


def whys(view: ReviewView, writing: Writing, shown: int = FIRST_WHYS) -> Block:
    """Step 2: the chain of whys, each about the one before."""
    shown = min(MOST_WHYS, max(shown, FIRST_WHYS, len(writing.whys)))
    blocks = [
        section("*Lo que falló*"),
        quote(writing.failed, 600),
        context("Pregunta por qué a cada respuesta, hasta llegar a algo que se pueda cambiar. Bastan las que salgan."),
    ]
    for number in range(1, shown + 1):
        typed = writing.whys[number - 1] if number <= len(writing.whys) else ""
        label = "¿Por qué pudo pasar?" if number == 1 else f"{number}. ¿Y eso, por qué?"
        name = f"why_{number}"
        blocks.append(field(name, label, text_input(name, typed, most=MOST_IN_A_WHY), optional=number > 1))
    more = [button("Otro porqué", "review_more")] if shown < MOST_WHYS else []
    blocks.append(actions(button("← Atrás", "review_back_to_1"), *more))
    return _step(2, view, blocks, shown)


def learned(view: ReviewView, writing: Writing) -> Block:
    """Step 3: what we learn, and what is done so that it does not come back."""
    readers = "Lo leerán quienes ven este incidente." if view.incident.private else "Lo leerá todo el equipo."
    blocks = [
        field(
            "learned",
            "¿Qué aprendemos?",
            text_input("learned", writing.learned, lines=True, most=MOST_LETTERS),
            hint=f"Para que le sirva a quien no estuvo. {readers}",
        ),
        *(preventing(view) or [section("*Para que no se repita*\nTodavía no hay ninguna acción de prevención.")]),
        actions(
            button("← Atrás", "review_back_to_2"),
            button("Añadir una acción", "action_add", view.incident.id),
        ),
        context("Al compartirla, quienes participaron la leen y pueden comentarla antes de que sea firme."),
    ]
    return _step(3, view, blocks, max(FIRST_WHYS, len(writing.whys)))


def _step(number: int, view: ReviewView, blocks: list[Block], shown: int) -> Block:
    """``shown`` whys come back as they were; the edition tells whether somebody has shared it meanwhile."""
    return modal(
        f"Revisión: paso {number} de 3",
        blocks,
        callback=f"review_step_{number}",
        submit="Compartir" if number == 3 else "Siguiente",
        metadata=f"{view.review.id}:{view.review.edition}:{shown}",
    )


def offered(view: ReviewView, when: When) -> Block:
    """What comes of sharing it."""
    to = view.review.offered_to
    finish: list[Element] = []
    if to:
        people = ", ".join(person(user) for user in to[:15]) + (f" y {len(to) - 15} más" if len(to) > 15 else "")
        text = f"📝 Compartida con {people}."
        ready = f" {when.at(view.ready_at)}" if view.ready_at else ""
        note = f"Podrás darla por buena{ready}, o antes si contestan todos. Te aviso."
        if view.may_finish:
            note = "Puedes darla por buena cuando quieras."
    else:
        text = "📝 Guardada. No participó nadie más, así que puedes darla por buena ya."
        note = "Desde ese momento la podrá leer el equipo."
    if view.may_finish:
        finish = [button("Darla por buena", "review_finish", view.review.id, style="primary")]
    read = button("Leer la revisión", "review_open", view.review.id)
    return modal("Compartida", [section(text), context(note), actions(*finish, read)], callback=WINDOW)


def comment(view: ReviewView) -> Block:
    """What somebody who took part adds."""
    review, typed = view.review, view.mine.text if view.mine else ""
    blocks = [
        context(f"{view.incident.code} · {esc(view.client.name)}"),
        section("*Lo que aprendemos, según la revisión*"),
        quote(review.learned, 800),
        field(
            "comment",
            "¿Qué añadirías o contarías de otra manera?",
            text_input("comment", typed, lines=True, most=MOST_LETTERS),
            hint="Sobre los pasos, no sobre las personas. Puedes cambiarlo hasta que la revisión sea firme.",
        ),
    ]
    return modal("Tu comentario", blocks, callback="review_comment", submit="Guardar", metadata=str(review.id))


def commented() -> Block:
    return modal("Guardado", [section("💬 Gracias: tu comentario ya está en la revisión.")])
