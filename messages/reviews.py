"""A review in words: asked for, shared, answered, and what was learned (domain.md §5)."""

from bot.domain.closing import needs_review
from bot.domain.corrective import ActionState, Phase
from bot.domain.review import ReviewComment, ReviewRung, ReviewState
from bot.domain.views import IncidentView, ReviewView
from bot.domain.words import Status
from messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    divider,
    esc,
    header,
    modal,
    one_line,
    person,
    quote,
    section,
)
from messages.times import When

MOST_COMMENTS = 10
MOST_PEOPLE = 10
#: A window in which the review is read or has just been shared; what is done there takes its place: Slack stacks three.
WINDOW = "review_window"
#: What a review asks, wherever it stands.
FAILED, WHYS, LEARNED = "Qué paso del proceso falló", "Por qué", "Qué aprendemos"

_OPENING = {
    ReviewRung.ASKED: "Ya está solucionado. Ahora que lo recuerdas bien: ¿cómo pudo pasar, y qué aprendemos?",
    ReviewRung.STILL_ASKED: "☀️ Sigue pendiente la revisión. Cuanto más se espera, menos se recuerda.",
    ReviewRung.HANDED: "↪️ Ahora te toca a ti esta revisión.",
    ReviewRung.READY: "👍 Ya puedes dar por buena la revisión.",
    ReviewRung.STILL_OFFERED: "☀️ La revisión está compartida y falta darla por buena.",
    ReviewRung.ALL_ANSWERED: "👍 Ya han contestado todos: puedes dar por buena la revisión.",
}
_AGAIN = "🔁 Ha vuelto a fallar desde la última revisión. Lo que se escribió sigue ahí: complétalo."
_SENT = "📎 Te la he mandado como archivo a nuestra conversación."
_NO_CULPRITS = "No buscamos culpables: buscamos qué paso permitió que pasara. La historia ya la he puesto yo."


def prompt(view: ReviewView, rung: ReviewRung | None, when: When) -> Message:
    """To its author: to write it, or to call it good. ``rung`` None is the message as it would stand now."""
    review = view.review
    if review.state is ReviewState.ASKED:
        title, opening = f"Toca la revisión de {view.incident.code}", _OPENING[rung or ReviewRung.ASKED]
        if review.edition and rung in (None, ReviewRung.ASKED):
            opening = _AGAIN
        write = "Seguir con la revisión" if review.author in review.drafts else "Hacer la revisión"
        what = [section(opening), context(_NO_CULPRITS)]
        buttons = [button(write, "review_write", review.id, style="primary")]
    else:
        title = f"La revisión de {view.incident.code}"
        opening = _OPENING[rung] if rung else "📝 La revisión está compartida."
        what, buttons = [section(opening), section(_answers(view, when))], _finishing(view)
    about = section(f"{esc(view.client.name)} · {one_line(view.incident.text, 200)}")
    more = button("Ver el incidente", "incident_open", view.incident.id)
    return Message(f"{opening} {view.incident.code}", (header(f"📝 {title}"), *what, about, actions(*buttons, more)))


def settled(view: ReviewView, when: When) -> Message:
    """What stays of a message when there is nothing left to do."""
    review = view.review
    if review.is_final() and review.finished_at:
        line = f"✅ {person(review.finished_by)} dio por buena la revisión {when.at(review.finished_at)}."
        buttons = [_read(view)]
    elif review.state is ReviewState.OFFERED:
        line, buttons = f"📝 {person(review.offered_by)} ya ha escrito la revisión.", [_read(view)]
    else:
        line, buttons = f"↪️ La revisión la escribe ahora {person(review.author)}.", []
    text = f"{line}\n{view.incident.code} · {one_line(view.incident.text)}"
    rest = (actions(*buttons),) if buttons else ()
    return Message(f"La revisión de {view.incident.code}", (section(text), *rest))


def to_lead(view: ReviewView, when: When) -> Message:
    """After three reminders; the lead may write it or call it good."""
    review, author = view.review, person(view.review.author)
    if review.state is ReviewState.ASKED:
        text = f"🔴 La revisión de {view.incident.code} sigue sin escribir. Se la he recordado tres veces a {author}."
        what = [context("Quizá necesite un rato libre o una mano. También puedes escribirla tú.")]
        buttons = [button("Hacer la revisión", "review_write", review.id)]
    else:
        text = f"🔴 La revisión de {view.incident.code} está escrita y nadie la ha dado por buena."
        what = [section(_answers(view, when))]
        buttons = _finishing(view)
    about = section(f"{esc(view.client.name)} · {one_line(view.incident.text, 200)}")
    return Message(text, (section(f"*{text}*"), *what, about, actions(*buttons)))


def offer(view: ReviewView, *, again: bool) -> Message:
    """To whoever took part: what it says, and what they may say to it."""
    who, code = person(view.review.offered_by), view.incident.code
    opening = f"📝 {who} ha escrito la revisión de {code} ({esc(view.client.name)}). ¿Falta algo?"
    if again:
        opening = f"📝 {who} ha cambiado la revisión de {code} ({esc(view.client.name)}). ¿Te sigue pareciendo bien?"
    hint = context("Tú estuviste: quizá viste algo que aquí no está. Puedes cambiar lo que digas hasta que sea firme.")
    said = [divider(), *_my_answer(view), hint]
    return Message(opening, (section(f"*{opening}*"), *_body(view), *said, _answering(view)))


def result(view: ReviewView, when: When) -> Message:
    """What was learned, for the card's thread and for whoever took part."""
    review = view.review
    title = f"Lo que aprendemos de {view.incident.code}"
    line = f"La escribió {person(review.author)} y la dio por buena {person(review.finished_by)}"
    if review.author == review.finished_by:
        line = f"La escribió y la dio por buena {person(review.author)}"
    at = f" {when.at(review.finished_at)}" if review.finished_at else ""
    return Message(
        f"📝 {title}: {one_line(review.learned, 200)}",
        (
            header(f"📝 {title}"),
            section(f"{esc(view.client.name)} · {one_line(view.incident.text, 200)}"),
            *_body(view),
            *_comments(view),
            context(f"{line}{at}."),
            actions(_download(view)),
        ),
    )


def window(view: ReviewView, when: When, *, sent: bool = False) -> Block:
    """The review to read, with what this person may do with it. ``sent``: the file is on its way to them."""
    review = view.review
    if review.state is ReviewState.ASKED:
        blocks = [section(f"📝 Todavía se está escribiendo: la lleva {person(review.author)}.")]
        buttons = [button("Hacer la revisión", "review_write", review.id)] if view.may_write else []
    else:
        blocks = [*_body(view), *_comments(view), divider()]
        if review.is_final():
            at = f" {when.at(review.finished_at)}" if review.finished_at else ""
            blocks.append(context(f"✅ {person(review.finished_by)} la dio por buena{at}."))
        else:
            blocks.append(context(_answers(view, when)))
        buttons = _finishing(view, reading=True) if view.may_write else []
        buttons += [*(_answering(view)["elements"] if view.may_answer else []), _download(view)]
    about = context(f"{view.incident.code} · {esc(view.client.name)} · {one_line(view.incident.text)}")
    note = [context(_SENT)] if sent else []
    return modal("Revisión", [about, *blocks, *([actions(*buttons)] if buttons else []), *note], callback=WINDOW)


def story(view: IncidentView) -> list[Block]:
    """How its review stands, in an incident's story and on its card."""
    review = view.review
    if review is None:
        return []
    if review.state is ReviewState.ASKED:
        if view.incident.status is not Status.RESOLVED or not needs_review(view.incident):
            return []
        write = button("Hacer la revisión", "review_write", review.id)
        return [section(f"📝 *Revisión:* la escribe {person(review.author)}", accessory=write)]
    read = button("Leer la revisión", "review_open", review.id)
    if review.is_final():
        return [section(f"📝 *Lo que aprendemos:* {one_line(review.learned, 300)}", accessory=read)]
    return [section(f"📝 *Revisión:* escrita por {person(review.author)}; falta darla por buena", accessory=read)]


def asking(view: IncidentView) -> list[Element]:
    """The button that asks for a review where none is obligatory."""
    if view.incident.is_closed() or needs_review(view.incident):
        return []
    return [button("Pedir revisión", "review_want", view.incident.id)]


def wanted(code: str, *, solved: bool) -> Message:
    """To whoever asked for it."""
    when = "Se la pido ya a quien lo lleva" if solved else "En cuanto esté solucionado, se la pido a quien lo lleva"
    text = f"📝 Anotado: {code} tendrá revisión. {when}."
    return Message(text, (section(text),))


def downloaded(*, here: bool) -> Message:
    """Where the file is; ``here``: it stands right above."""
    text = "📎 Aquí la tienes." if here else _SENT
    return Message(text, (section(text),))


def as_text(view: ReviewView, text: str) -> Message:
    """The file's own text, to be copied, where Slack does not take the file."""
    code = f"La revisión de {view.incident.code}, para copiarla: ahora mismo no puedo mandarla como archivo."
    element = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}
    return Message(code, (section(code), {"type": "rich_text", "elements": [element]}))


def _body(view: ReviewView) -> list[Block]:
    review = view.review
    whys = "\n".join(f"{number}. {why}" for number, why in enumerate(review.whys, 1))
    parts = ((FAILED, review.failed), (WHYS, whys), (LEARNED, review.learned))
    blocks = []
    for title, text in parts:
        blocks += [section(f"*{title}*"), quote(text, 2000)]
    return [*blocks, *preventing(view)]


def preventing(view: ReviewView) -> list[Block]:
    """What is being done so that it does not come back."""
    marks = {ActionState.OPEN: "⬜", ActionState.DONE: "🛠️", ActionState.VERIFIED: "✅"}
    lines = [
        f"{marks[one.state]} {one_line(one.what, 200)} · {person(one.owner)}"
        for one in view.actions
        if one.phase is Phase.PREVENTION and one.state in marks
    ]
    return [section("*Para que no se repita*\n" + "\n".join(lines[:8]))] if lines else []


def _comments(view: ReviewView) -> list[Block]:
    with_words = [comment for comment in view.comments if comment.text]
    fine = [person(comment.user) for comment in view.comments if not comment.text]
    blocks: list[Block] = []
    for comment in with_words[:MOST_COMMENTS]:
        blocks += [context(f"💬 {person(comment.user)}"), quote(comment.text, 800)]
    if len(with_words) > MOST_COMMENTS:
        blocks.append(context(f"… y {len(with_words) - MOST_COMMENTS} comentarios más"))
    if fine:
        blocks.append(context(f"👍 Les parece bien: {', '.join(fine[:MOST_PEOPLE])}"))
    return blocks


def _answers(view: ReviewView, when: When) -> str:
    """Who has answered, who has not, and from when it may be called good."""
    review = view.review
    if not review.offered_to:
        return "No participó nadie más, así que no hay que esperar a nadie."
    said = [person(comment.user) for comment in view.comments]
    lines = [f"Han contestado: {', '.join(said[:MOST_PEOPLE])}." if said else "Todavía no ha contestado nadie."]
    if view.waiting:
        lines.append(f"Faltan: {', '.join(person(user) for user in view.waiting[:MOST_PEOPLE])}.")
        if view.ready_at and view.ready_at > when.now:
            lines.append(f"Podrás darla por buena {when.at(view.ready_at)}, o antes si contestan todos.")
    return " ".join(lines)


def _my_answer(view: ReviewView) -> list[Block]:
    mine: ReviewComment | None = view.mine
    if mine is None:
        return []
    if not mine.text:
        return [section("👍 Has dicho que te parece bien.")]
    return [section("💬 *Has comentado:*"), quote(mine.text, 800)]


def _answering(view: ReviewView) -> Block:
    mine, number = view.mine, view.review.id
    comment = "Cambiar mi comentario" if mine and mine.text else "Añadir un comentario"
    buttons = [button(comment, "review_comment", number)]
    if mine is None:
        buttons.insert(0, button("Me parece bien", "review_fine", number, style="primary"))
    return actions(*buttons)


def _finishing(view: ReviewView, *, reading: bool = False) -> list[Element]:
    if view.review.is_final():
        return []
    buttons = [button("Cambiarla", "review_write", view.review.id)]
    if not reading:
        buttons.insert(0, _read(view))
    if view.may_finish:
        buttons.insert(0, button("Darla por buena", "review_finish", view.review.id, style="primary"))
    return buttons


def _read(view: ReviewView) -> Element:
    return button("Leer la revisión", "review_open", view.review.id)


def _download(view: ReviewView) -> Element:
    return button("Descargar", "review_download", view.review.id, hint="Descargar la revisión como archivo de texto")
