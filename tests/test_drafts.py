"""Drafts (domain.md §6): every combination read as the client would, what is missing, and a workspace's own words."""

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.reviewer import Context, review
from bot.domain.words import Address, Channel, Responsibility, Severity, Status
from messages.drafts import Draft, Facts, Gap, Item, Kind, TemplateError, check, draft, names, source
from messages.drafts.library import compiled
from messages.drafts.page import page, samples
from messages.drafts.values import channel_of, known_words
from messages.drafts.wording import greeting_name, of, sentence, shorten

FACTS = Facts(
    kind=Kind.FIRST,
    channel=Channel.EMAIL,
    severity=Severity.MAJOR,
    status=Status.UNRESOLVED,
    responsibility=Responsibility.OURS,
    address=Address.USTED,
    contact="Marta Ruiz",
    client="Papelera Sur",
    owner="Julia Ortega",
    owner_phone="600 123 456",
    owner_email="julia@firma.example",
    what="no les entran pedidos desde las 10",
    measures="cambiando el cable",
    who="",
    by_when="hoy a las 13:00",
    hear_again="hoy a las 12:00",
    not_first=False,
    cannot_work=False,
    old_deadline="hoy a las 11:00",
)
CHANNELS = (Channel.PHONE, Channel.EMAIL, Channel.TEXT)
ITEMS = (Item("sin tóner", "cambiado", True), Item("dos altas por hacer", "haciéndolas", False))

# Written out here on purpose, apart from the vocabulary: it is that table which is being checked.
PRONOUN = {
    Address.USTED: "le",
    Address.TU: "te",
    Address.VOS: "te",
    Address.USTEDES: "les",
    Address.VOSOTROS: "os",
}
SAID_TO = {
    Address.USTED: "se su usted puede tiene prefiere quiere tendrá necesite nota pone contó respóndame llámeme dígame "
    "decide decírselo arregla",
    Address.TU: "tú tu puedes tienes prefieres quieres tendrás necesites notas pones contaste respóndeme llámame "
    "dime decides decírtelo arreglas",
    Address.VOS: "vos tu podés tenés preferís querés tendrás necesites notás ponés contaste respondeme llamame "
    "decime decidís decírtelo arreglás",
    Address.USTEDES: "se su ustedes pueden tienen prefieren quieren tendrán necesiten notan ponen contaron respóndanme "
    "llámenme díganme deciden decírselo arreglan",
    Address.VOSOTROS: "vosotros vuestro podéis tenéis preferís queréis tendréis necesitéis notáis ponéis contasteis "
    "respondedme llamadme decidme decidís decíroslo arregláis",
}
EVERYWHERE = "desde que se solucionó el problema que"
IMPERSONAL = re.compile(r"se habla|se gestiona|desde que se solucionó|(?:trabajo|esto) tiene")
SPANISH = re.compile(r"\b(?:ha|han|hemos) \w+(?:ado|ido|echo)\b|coste\b|fallos?\b|muy tarde|un saludo|viene bien", re.I)
AMERICAN = re.compile(
    r"que pasó|(?:fallo|error) fue|cómo quedó|que (?:te|le|os) (?:causó|afectó)|tuvimos|hici\w+|costo\b|error|tardar"
    r"|saludos|queda bien",
    re.I,
)


def said(words: Draft) -> str:
    """All that the client hears."""
    return f"{words.subject}\n{words.body}"


def own_words(facts: Facts) -> str:
    """What the client hears, with nothing in the place of the reporter's notes."""
    items = tuple(replace(item, what="xyz", measures="xyz") for item in facts.items)
    return said(draft(replace(facts, what="xyz", measures="xyz", items=items)))


ALL = tuple((facts, draft(facts)) for facts in samples())
OWN = tuple((facts, own_words(facts)) for facts, _ in ALL)


def test_every_combination_is_there() -> None:
    """Every kind, channel, responsibility and form of address has a draft."""
    seen = {(facts.kind, facts.channel, facts.responsibility, facts.address) for facts, _ in ALL}
    assert seen == set(product(Kind, CHANNELS, Responsibility, Address))


def test_every_draft_is_whole() -> None:
    """With all facts known nothing is left to fill, no line is ragged and each channel has its shape."""
    for facts, words in ALL:
        text = said(words)
        assert words.missing == (), facts
        assert not re.search(r"[\[\]{}]|  |\.\.|None|\(a\)|/a\b|@s\b| [.,;:]|¿[^?]*$", text), text
        assert text.count("Julia Ortega") >= 1, text
        if facts.channel is Channel.EMAIL:
            assert 10 < len(words.subject) <= 78, words.subject
            assert not words.points, words
        elif facts.channel is Channel.TEXT:
            assert len(words.body) <= 300, words.body
            assert "\n" not in words.body
        else:
            assert words.opening.startswith("Hola")
            assert 3 <= len(words.points) <= 10, words.points
            assert words.avoid


def test_open_problems_say_who_when_and_how() -> None:
    """While it is not solved the client hears the hour, the next news and (not in a text) who is on it."""
    for facts, words in ALL:
        if facts.status is Status.UNRESOLVED and facts.kind is not Kind.DAILY_REPORT:
            assert "hoy a las 13:00" in words.body, words.body
            assert "hoy a las 12:00" in words.body, words.body
        if facts.kind in (Kind.FIRST, Kind.UPDATE, Kind.NEW_DEADLINE) and facts.channel is not Channel.TEXT:
            assert "equipo de sistemas" in words.body, words.body
            assert "600 123 456" in words.body, words.body


@pytest.mark.parametrize("address", Address)
def test_agreement(address: Address) -> None:
    """No sentence speaks to the contact in any form but theirs, singular and plural included."""
    mine = set(SAID_TO[address].split())
    others = {word for other in Address for word in SAID_TO[other].split()} - mine
    others |= set(PRONOUN.values()) - {PRONOUN[address]}
    for facts, words in OWN:
        if facts.address is not address:
            continue
        text = IMPERSONAL.sub("", words.lower())
        found = set(re.findall(r"\w+", text))
        assert not found & others, (found & others, text)
        assert found & (mine | {PRONOUN[address]}) or re.search(rf"\w[aei]r{PRONOUN[address]}\b", text), text
        for joined in re.findall(r"\b\w+[aeií]r(le|te|les|os|se)\b", text.replace("parte", "")):
            assert joined == PRONOUN[address], text


def test_each_side_of_the_ocean_hears_its_own_words() -> None:
    """Vos and ustedes hear one past tense, costo and error; the others hear how it is said in Spain."""
    for facts, words in OWN:
        foreign = SPANISH if facts.address in (Address.VOS, Address.USTEDES) else AMERICAN
        assert not foreign.search(words.replace(EVERYWHERE, "")), words


def test_apologies() -> None:
    """Ours: an apology as an act, never undone. Not ours: only for telling late or for an hour not kept."""
    for facts, words in OWN:
        text = words.lower()
        apologies = text.count("disculpas")
        assert not re.search(r"\bpero\b|sin embargo|aunque|ahora bien|no obstante|siento|lament|en nombre", text), text
        if facts.responsibility in (Responsibility.OURS, Responsibility.SHARED):
            assert apologies, text
        elif facts.responsibility is Responsibility.CLIENT or facts.kind is not Kind.NEW_DEADLINE:
            assert apologies == (facts.not_first and facts.channel is not Channel.TEXT), text


def test_responsibility_words() -> None:
    """Theirs: who does what and the cost. A third party's: taken on, nobody named. Unknown: no verdict."""
    for facts, words in OWN:
        text = words.lower()
        if facts.kind in (Kind.FIRST, Kind.RESOLVED):
            assert bool(re.search(r"\bcost[eo]\b", text)) == (facts.responsibility is Responsibility.CLIENT), text
            assert bool(re.search(r"(?:fallo|error)\b.* nuestro", text)) == (
                facts.responsibility is Responsibility.OURS
            ), text
        assert not re.search(r"proveedor|compañero|departamento|culpa\b", text), text


def test_status_is_never_contradicted() -> None:
    """A first word about something already solved says so, and one about a solution that broke says it is open."""
    solved = draft(replace(FACTS, status=Status.RESOLVED))
    assert solved == draft(replace(FACTS, kind=Kind.RESOLVED, status=Status.RESOLVED))
    assert "Todavía no" in draft(replace(FACTS, kind=Kind.RESOLVED)).body


def test_a_major_solution_lets_the_client_choose() -> None:
    """Importante and solved, in writing: talk now, or leave it for the daily report; not offered for a trifle."""
    for channel, severity in product((Channel.EMAIL, Channel.TEXT), Severity):
        facts = replace(FACTS, kind=Kind.RESOLVED, status=Status.RESOLVED, channel=channel, severity=severity)
        assert ("reporte diario" in draft(facts).body) == (severity is Severity.MAJOR)


def test_one_hour_is_said_once() -> None:
    """When the next news is due at the promised hour, the hour is not repeated."""
    for channel in CHANNELS:
        assert draft(replace(FACTS, channel=channel, hear_again=FACTS.by_when)).body.count("13:00") == 1


FOUR = {Gap.WHAT, Gap.MEASURES, Gap.BY_WHEN, Gap.HEAR_AGAIN}
GAPS = {
    (Kind.FIRST, Status.UNRESOLVED): FOUR,
    (Kind.UPDATE, Status.UNRESOLVED): FOUR,
    (Kind.RESOLVED, Status.RESOLVED): {Gap.WHAT, Gap.MEASURES},
    (Kind.NEW_DEADLINE, Status.UNRESOLVED): FOUR | {Gap.OLD_DEADLINE},
    (Kind.NEW_DEADLINE, Status.RESOLVED): {Gap.WHAT, Gap.BY_WHEN, Gap.OLD_DEADLINE},
    (Kind.RECONTACT, Status.UNRESOLVED): FOUR,
    (Kind.MEETING, Status.UNRESOLVED): {Gap.BY_WHEN, Gap.HEAR_AGAIN},
    (Kind.MEETING, Status.RESOLVED): set(),
    (Kind.IMPROVED, Status.RESOLVED): {Gap.WHAT, Gap.MEASURES},
    (Kind.DAILY_REPORT, Status.UNRESOLVED): {Gap.WHAT, Gap.MEASURES, Gap.HEAR_AGAIN},
}


@pytest.mark.parametrize(("kind", "status"), GAPS)
@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.EMAIL])
def test_missing_facts_are_marked_and_listed(kind: Kind, status: Status, channel: Channel) -> None:
    """What nobody has said is marked in the words, listed once, and never made up."""
    bare = replace(
        FACTS, kind=kind, status=status, channel=channel, what=" ", measures="-", by_when="", hear_again="\n"
    )
    words = draft(replace(bare, owner=" ", old_deadline="", items=(Item("", "", False), Item(".", "", True))))
    assert set(words.missing) == GAPS[kind, status] | {Gap.OWNER}
    assert len(words.missing) == len(set(words.missing))
    marks = set(re.findall(r"\[[^\]]+\]", said(words)))
    more = 1 if kind is Kind.DAILY_REPORT else 0  # steps of what is open, solution of what is solved
    assert len(marks) == len(words.missing) + more


def test_a_mark_only_counts_where_the_fact_is_missing() -> None:
    """A reporter who happens to write a mark does not make a known hour unknown."""
    assert draft(replace(FACTS, what="falta la [hora concreta] en la web")).missing == ()


def test_unknown_contact_and_no_phone() -> None:
    """No name and no number read naturally; nothing dangles."""
    for channel in CHANNELS:
        words = draft(replace(FACTS, channel=channel, contact="", owner_phone="", owner_email=""))
        assert words.missing == ()
        assert re.match(r"Hola[:.,]", words.body), words.body
        assert not words.body.endswith((" ", ",")), words.body


def test_in_person_and_daily_report_channels() -> None:
    """A meeting is arranged by phone, a daily report is an e-mail; an empty report is refused."""
    assert draft(replace(FACTS, kind=Kind.MEETING, channel=Channel.IN_PERSON)).points
    assert draft(replace(FACTS, kind=Kind.DAILY_REPORT, channel=Channel.DAILY_REPORT, items=ITEMS)).subject
    with pytest.raises(ValueError, match="at least one item"):
        draft(replace(FACTS, kind=Kind.DAILY_REPORT))


def test_text_message_shortens_notes_first() -> None:
    """Long notes are cut visibly; the hours and the apology stay. A long report is counted, not cut off."""
    words = draft(replace(FACTS, channel=Channel.TEXT, what="pedidos " * 90, measures="cables " * 90))
    assert len(words.body) <= 300
    assert words.body.count("…") == 2
    assert "hoy a las 13:00" in words.body
    assert "hoy a las 12:00" in words.body
    assert "disculpas" in words.body
    many = draft(replace(FACTS, kind=Kind.DAILY_REPORT, channel=Channel.TEXT, items=ITEMS * 9)).body
    assert "Y 14 más." in many
    assert "hoy a las 12:00" in many


def test_long_client_name_leaves_the_subject_readable() -> None:
    """A client's long name is cut, what the e-mail is about is not."""
    subject = draft(replace(FACTS, client="Transportes Internacionales " * 5)).subject
    assert len(subject) <= 78
    assert subject.endswith("…: qué ha pasado y qué estamos haciendo")


Made = st.SearchStrategy[Facts]
line = st.text(min_size=1, max_size=400).filter(lambda text: sentence(text) != "")
name = st.one_of(line, st.sampled_from(["Marta Ruiz", "Dª Ana", "equipo de compras", "Núñez, Íñigo"]))


def any_facts(people: st.SearchStrategy[str], notes: st.SearchStrategy[str], hours: st.SearchStrategy[str]) -> Made:
    """Complete facts in any situation."""
    return st.builds(
        Facts,
        kind=st.sampled_from(Kind),
        channel=st.sampled_from(Channel),
        severity=st.sampled_from(Severity),
        status=st.sampled_from(Status),
        responsibility=st.sampled_from(Responsibility),
        address=st.sampled_from(Address),
        contact=people | st.just(""),
        client=people,
        owner=people,
        owner_phone=st.sampled_from(("", "+34 600 123 456", "+52 55 1234 5678")),
        owner_email=st.sampled_from(("", "julia@firma.example")),
        what=notes,
        measures=notes,
        who=people | st.just(""),
        by_when=hours,
        hear_again=hours,
        not_first=st.booleans(),
        cannot_work=st.booleans(),
        old_deadline=hours,
        old_passed=st.booleans(),
        promised=notes | st.just(""),
        items=st.lists(st.builds(Item, what=notes, measures=notes, resolved=st.booleans()), min_size=1).map(tuple),
    )


@settings(max_examples=300, deadline=None)
@given(any_facts(name, line, line))
def test_any_complete_facts_make_a_whole_draft(facts: Facts) -> None:
    """Whatever the names, notes and hours: nothing left to fill, within the channel's size, no line injected."""
    words = draft(facts)
    assert words.missing == ()
    assert len(words.subject) <= 78
    assert len(words.body) <= 300 or facts.channel is not Channel.TEXT
    assert not any(ord(char) < 32 for char in words.subject + words.body.replace("\n", ""))
    ordinary = draft(replace(FACTS, kind=facts.kind, channel=facts.channel, status=facts.status, items=facts.items))
    assert bool(ordinary.subject) == bool(words.subject)


def spoken(facts: Facts) -> tuple[str, Context]:
    """A draft's words and the situation they are for."""
    status = facts.status
    if facts.kind is Kind.DAILY_REPORT and all(item.resolved for item in facts.items):
        status = Status.RESOLVED
    if facts.kind in (Kind.FAREWELL, Kind.RETURN):  # with a client who has left nothing is open
        status = Status.RESOLVED
    return said(draft(facts)), Context(facts.responsibility, status, facts.severity, channel_of(facts))


def faults(text: str, context: Context) -> list[str]:
    """What our own reviewer finds."""
    return [f"{found.code}: {text[found.start : found.end]}" for found in review(text, context)]


def test_every_draft_passes_our_reviewer() -> None:
    """No draft of ours has a fault that we would point out to somebody else."""
    distinct = {spoken(facts) for facts, _ in ALL}
    assert len(distinct) > 1000
    assert [(each, found) for each in distinct if (found := faults(*each))] == []


NOTES = (
    "no les llega el correo desde las 9",
    "Factura de marzo con importe duplicado",
    "el camión no ha salido del almacén",
    "3 nóminas con el IRPF mal calculado!!",
    "se cayó la centralita , no entran llamadas",
    "pedido incompleto: faltan 12 cajas",
    "reiniciado el equipo y avisada la central",
    "abono hecho, mandamos el justificante",
    "salió una cuadrilla a las 8",
)
HOURS = (
    "hoy a las 13:00",
    "mañana a las 9:00",
    "el lunes 3 de marzo a la 1:30",
    "el viernes 5 de enero de 2029 a las 16:00",
)
PEOPLE = (
    "Marta Ruiz",
    "Ing. Íñigo Núñez",
    "Xóchitl",
    "equipo de compras",
    "el equipo de redes",
    "Ñandú & Hijos, S. L.",
)


@settings(max_examples=300, deadline=None)
@given(any_facts(st.sampled_from(PEOPLE), st.sampled_from(NOTES), st.sampled_from(HOURS)))
def test_likely_facts_pass_our_reviewer(facts: Facts) -> None:
    """The same with other people, problems, hours and situations, in every mix."""
    assert faults(*spoken(facts)) == []


def test_templates_are_ours_to_read_and_all_good() -> None:
    """Every shipped template passes its own check, and no changing word or fact is there for nothing."""
    used: set[str] = set()
    for each in names():
        check(each, source(each))
        used |= {word[0].lower() + word[1:] for word in compiled(each, source(each)).words}
    assert {word[0].lower() + word[1:] for word in known_words()} <= used


def test_own_template() -> None:
    """A workspace's own text takes the place of ours, on its own and as part of the others."""
    own = {"aviso-correo": "Asunto: Hola\n{{ Le }} escribo.\n{% if nuestra %}\nPerdón.\n{% endif %}\n{{ plazo }}"}
    words = draft(FACTS, own | {"plazo": "Será {{ hora }}."})
    assert (words.subject, words.body) == ("Hola", "Le escribo.\nPerdón.\nSerá hoy a las 13:00.")
    assert draft(FACTS, {"encuentro-correo": "{{ roto"}) == draft(FACTS)


@pytest.mark.parametrize(
    ("text", "line_number", "reason"),
    [
        ("Asunto: x\n\n{{ peude }}", 3, "la palabra «peude» no existe. ¿Querías decir «puede»?"),
        ("Asunto: x\n{{ zzzzzz }}", 2, "la palabra «zzzzzz» no existe."),
        ("Asunto: x\n{% if nuestra %}\nPerdón", 3, "cada «if» necesita su «endif»"),
        ("Asunto: x\n\n{{ puede", 3, "falta cerrar alguna llave"),
        ("Asunto: x\n{{ puede % }}", 2, "no se entiende"),
        ("Hola", 1, "«Asunto:»"),
        ("Asunto: x\n{{ 'a' * 999999999 }}", 2, "solo caben palabras"),
        ("Asunto: x\n{{ hora.__class__ }}", 2, "después del punto"),
        ("Asunto: x\n{% include 'evitar' %}", 2, "solo caben palabras"),
        ("Asunto: x\n{% set a = 1 %}", 2, "solo caben palabras"),
        ("Asunto: x\n{{ range(9) }}", 2, "solo caben palabras"),
        ("Asunto: x\n{% for a in hora %}{% endfor %}", 2, "solo puede recorrer"),
        ("Asunto: x\n{% for p in pendientes %}{{ p.otro }}{% endfor %}", 2, "después del punto"),
    ],
)
def test_broken_own_template(text: str, line_number: int, reason: str) -> None:
    """A slip is found with its line and a plain reason, when it is checked and when it is used."""
    for broken in (lambda: check("aviso-correo", text), lambda: draft(FACTS, {"aviso-correo": text})):
        with pytest.raises(TemplateError) as caught:
            broken()
        assert (caught.value.name, caught.value.line) == ("aviso-correo", line_number)
        assert reason in caught.value.reason


def test_broken_own_part_or_name() -> None:
    """A part is checked like a whole text, cannot use another part, and an unknown name is refused."""
    with pytest.raises(TemplateError, match="«plazo», línea 1: la palabra «encargo» no existe"):
        draft(FACTS, {"plazo": "{{ encargo }}"})
    with pytest.raises(TemplateError, match="ningún texto con ese nombre"):
        check("otro", "Hola")
    for pointed in ("aviso-llamada", "evitar"):
        with pytest.raises(TemplateError, match="faltan los puntos"):
            check(pointed, "Hola")
    with pytest.raises(KeyError):
        source("otro")


@pytest.mark.parametrize(
    ("note", "said_as"),
    [
        ("  no les   llega\tnada ", "No les llega nada."),
        ("ya está..", "Ya está."),
        ("seguimos con ello...", "Seguimos con ello…"),
        ("¿y ahora qué?", "¿y ahora qué?"),
        ("- cambiado el cable\n2) avisada la central.\n\n", "Cambiado el cable. Avisada la central."),
        ("iPhone sin línea", "iPhone sin línea."),
        ("e\u0301l no puede entrar", "Él no puede entrar."),
        ("?!\u200b", ""),
    ],
)
def test_notes_become_sentences(note: str, said_as: str) -> None:
    """A sloppy note gets its capital, its full stop and single spaces, and no word is changed."""
    assert sentence(note) == said_as


@pytest.mark.parametrize(
    ("contact", "greeted"),
    [
        ("Marta Ruiz", "Marta"),
        ("José Luis Peña", "José Luis"),
        ("María Gil", "María"),
        ("Núñez, Íñigo", "Íñigo"),
        ("Sra. Ruiz", "Sra. Ruiz"),
        ("Dª Ana Gil", "Dª Ana Gil"),
        ("Marta y Luis", "Marta y Luis"),
        ("equipo de compras", "equipo de compras"),
        ("Departamento de Compras", "Departamento de Compras"),
        (" ", ""),
    ],
)
def test_greeting(contact: str, greeted: str) -> None:
    """A person is greeted by the given name; teams, couples and titles stay as they are."""
    assert greeting_name(contact) == greeted


def test_small_hands() -> None:
    """Cuts fall between words and show; the article runs together with «de»."""
    assert shorten("uno dos tres", 9) == "uno dos…"
    assert shorten("uno dos", 7) == "uno dos"
    assert shorten("abcdefghij", 4) == "abc…"
    assert (of("el equipo"), of("El Corte"), of("Ana")) == ("del equipo", "de El Corte", "de Ana")


def test_page() -> None:
    """One self-contained page holds every draft, with its words escaped."""
    html = page()
    assert html.count("<article>") == len(ALL)
    assert "«Lo siento, pero…»" in html
    assert not re.search(r"(?:src|href|@import|url)\s*[=(]", html)
