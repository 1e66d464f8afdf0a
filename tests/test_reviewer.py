"""The reviewer: each decided rule by example, exact offsets, measured quality, bounded time."""

import json
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.reviewer import Code, Context, review
from bot.domain.words import Channel, Responsibility, Severity, Status
from messages.reviewer import as_json, context_from, suggestion, why

COLLECTIONS = Path(__file__).parent / "collections"
RESOLVED = Context(Responsibility.OURS, Status.RESOLVED, Severity.MAJOR, Channel.EMAIL)
UNRESOLVED = Context(Responsibility.OURS, Status.UNRESOLVED, Severity.MAJOR, Channel.PHONE)
CLIENTS = Context(Responsibility.CLIENT, Status.RESOLVED, Severity.MINOR, Channel.EMAIL)

# One or two messages a code below what each collection gives, so that a step back is seen and a draft's new wording,
# which the model learns too, is not one.
FLOORS = {
    "PERO": 0.87,
    "LO_SIENTO": 0.94,
    "EN_NOMBRE_DE": 0.94,
    "CULPA_TERCEROS": 0.82,
    "CULPA_CLIENTE": 0.78,
    "EXCUSA": 0.84,
    "PROMESA_ABSOLUTA": 0.94,
    "SIN_PLAZO": 0.95,
    "SIN_DISCULPA": 0.95,
    "CULPABLE_NOMBRADO": 0.88,
    "JERGA_O_LARGO": 0.89,
    "MINIMIZA": 0.87,
}
MICRO_FLOOR = 0.92
CLEAN_CEILING = 0.06
# Oblique wordings from other trades.  The phrases were mended after these, so they flatter the rules; the model has
# not read them.
FRESH_FLOORS = dict.fromkeys(FLOORS, 0.80) | {"CULPA_CLIENTE": 0.64}
FRESH_MICRO_FLOOR = 0.89
FRESH_CEILING = 0.075
# A hand that neither the phrases nor the model have met: what a stranger's message really gets.
OTHERS_FLOORS = {
    "PERO": 0.83,
    "LO_SIENTO": 0.90,
    "EN_NOMBRE_DE": 0.90,
    "CULPA_TERCEROS": 0.63,
    "CULPA_CLIENTE": 0.65,
    "EXCUSA": 0.52,
    "PROMESA_ABSOLUTA": 0.74,
    "SIN_PLAZO": 0.76,
    "SIN_DISCULPA": 0.84,
    "CULPABLE_NOMBRADO": 0.42,
    "JERGA_O_LARGO": 0.76,
    "MINIMIZA": 0.68,
}
OTHERS_MICRO_FLOOR = 0.78
OTHERS_CEILING = 0.05

# Straight from the bullets of reviewer.md: a text, and exactly the codes it earns when resolved, ours, by e-mail.
EXAMPLES = [
    ("Le pido disculpas por el retraso, pero el contrato lo permite.", "PERO"),
    ("Te pido perdón, solo que la tarifa básica no lo cubre.", "PERO"),
    ("Disculpá la demora; igual, el plazo era estimativo.", "PERO"),
    ("Le ofrezco disculpas. Ahora bien, la póliza habla de días hábiles.", "PERO"),
    ("Le pido disculpas, pero es que estamos cortos de personal.", "PERO EXCUSA"),
    ("Lo siento mucho, pero las condiciones son claras.", "PERO LO_SIENTO"),
    ("Le pido disculpas. El correo funciona, pero el calendario tarda aún.", ""),
    ("No es lo que acordamos, pero le pido disculpas y se lo reparo.", ""),
    ("Le pido disculpas, aunque sé que eso no basta.", ""),
    ("Lo siento mucho. Ya está reparado.", "LO_SIENTO"),
    ("Lamentamos las molestias. Ya está reparado.", "LO_SIENTO"),
    ("Sentimos las molestias causadas.", "LO_SIENTO"),
    ("Qué pena con usted, ya quedó listo.", "LO_SIENTO"),
    ("Nos duele mucho haberle fallado. Ya está reparado.", "LO_SIENTO"),
    ("Lamento lo ocurrido y le pido disculpas.", ""),
    ("Lamentablemente la pieza tardó un día. Le pido disculpas.", ""),
    ("Le pido disculpas. Siento que así quedará mejor.", ""),
    ("En nombre de la empresa le pido disculpas.", "EN_NOMBRE_DE"),
    ("La dirección le pide disculpas por el corte.", "EN_NOMBRE_DE"),
    ("Se piden disculpas por las molestias.", "EN_NOMBRE_DE"),
    ("Me han encargado que le transmita sus disculpas.", "EN_NOMBRE_DE"),
    ("Mi compañero le manda sus disculpas.", "EN_NOMBRE_DE"),
    ("Les pedimos disculpas por el corte.", ""),
    ("Le pido disculpas; la factura ya está a nombre de su empresa.", ""),
    ("Le pido disculpas. La culpa es del transportista.", "CULPA_TERCEROS"),
    ("Le pido disculpas. Eso no depende de nosotros.", "CULPA_TERCEROS"),
    ("Le pido disculpas. Los de almacén se equivocaron otra vez.", "CULPA_TERCEROS"),
    ("Le pido disculpas. Nosotros solo somos intermediarios.", "CULPA_TERCEROS"),
    ("Le pido disculpas. El proveedor nos entregó tarde y respondemos nosotros.", ""),
    ("Le pido disculpas. El equipo de sistemas lo ha reparado.", ""),
    ("Le pido disculpas. Si hubiera leído el aviso, no habría pasado.", "CULPA_CLIENTE"),
    ("Le pido disculpas. Qué casualidad que solo le falle a usted.", "CULPA_CLIENTE"),
    ("Le pido disculpas. La próxima vez lea bien el contrato.", "CULPA_CLIENTE"),
    ("Le pido disculpas. Si hubiéramos leído bien su pedido, no habría pasado.", ""),
    ("Le pido disculpas. Los datos los sube su equipo y nosotros los publicamos.", ""),
    ("Le pido disculpas. Debimos avisarle antes.", ""),
    ("Le pido disculpas. Estamos desbordados de trabajo.", "EXCUSA"),
    ("Le pido disculpas. Es la primera vez que nos pasa.", "EXCUSA"),
    ("Le pido disculpas. Le puede pasar a cualquiera.", "EXCUSA"),
    ("Le pido disculpas. Mi perro mordió el cable.", "EXCUSA"),
    ("Le pido disculpas. Se rompió una correa y la cambiamos.", ""),
    ("Le presento mis excusas por la falla.", ""),
    ("Le pido disculpas. No es para tanto.", "EXCUSA MINIMIZA"),
    ("Le pido disculpas. No volverá a pasar.", "PROMESA_ABSOLUTA"),
    ("Le pido disculpas. Le garantizo que nunca más tendrá un corte.", "PROMESA_ABSOLUTA"),
    ("Le pido disculpas. Por esa causa no volverá a ocurrir.", ""),
    ("Le pido disculpas. Hemos puesto un control para que no vuelva a pasar.", ""),
    ("Le pido disculpas. Se ha recuperado el 100 % de los correos.", ""),
    ("Le pido disculpas. Nunca debió ocurrir.", ""),
    ("Gracias por su paciencia. Ya está reparado.", "SIN_DISCULPA"),
    ("El error fue nuestro. Ya está reparado.", "SIN_DISCULPA"),
    ("Perdone la tardanza en responder. Ya está reparado.", "SIN_DISCULPA"),
    ("Disculpe que le escriba tan tarde. El cargo está devuelto.", "SIN_DISCULPA"),
    ("Le pido disculpas. Fue Marta quien borró el archivo.", "CULPABLE_NOMBRADO"),
    ("Le pido disculpas. El becario desconectó el servidor.", "CULPABLE_NOMBRADO"),
    ("Le pido disculpas. Nuestro compañero Andrés se confundió de ficha.", "CULPA_TERCEROS CULPABLE_NOMBRADO"),
    ("Le pido disculpas. Marta lo ha reparado esta mañana.", ""),
    ("Le pido disculpas. Soy Marta y me equivoqué yo.", ""),
    ("Le pido disculpas. El failover del cluster hizo un rollback del deploy.", "JERGA_O_LARGO"),
    ("Le pido disculpas. Se ha procedido a la subsanación a los efectos oportunos.", "JERGA_O_LARGO"),
    ("Le pido disculpas. El dominio, es decir, el nombre de su web, está renovado.", ""),
    ("Le pido disculpas. Fue un errorcito en la factura.", "MINIMIZA"),
    ("Le pido disculpas. Podría haber sido peor.", "MINIMIZA"),
    ("Le pido disculpas por el supuesto fallo.", "MINIMIZA"),
    ("Le pido disculpas. Otros clientes están mucho peor.", "MINIMIZA"),
    ("Le pido disculpas. Afectó a dos facturas.", ""),
    ("Le pido disculpas. En un momentito le paso la llamada.", ""),
]
DEADLINES = [
    ("Le pido disculpas. Lo arreglaremos lo antes posible.", True),
    ("Le pido disculpas. En breve le decimos algo.", True),
    ("Le pido disculpas. Lo tendrá en los próximos días.", True),
    ("Le pido disculpas. Se paró a las 9:15 y seguimos en ello.", True),
    ("Le pido disculpas. Lo vemos cuando podamos.", True),
    ("Le pido disculpas. A las 17:30 le llamo.", False),
    ("Le pido disculpas. Mañana queda resuelto.", False),
    ("Le pido disculpas. En dos horas le cuento.", False),
    ("Le pido disculpas. El viernes llega la pieza.", False),
    ("Le pido disculpas. Próxima actualización: 16:30.", False),
]


def _codes(text: str, context: Context) -> set[str]:
    return {finding.code.value for finding in review(text, context)}


@pytest.mark.parametrize(("text", "codes"), EXAMPLES)
def test_each_decided_rule_by_example(text: str, codes: str) -> None:
    """Each example earns exactly its codes."""
    assert _codes(text, RESOLVED) == set(codes.split())


@pytest.mark.parametrize(("text", "missing"), DEADLINES)
def test_a_deadline_is_a_concrete_time_to_come(text: str, missing: bool) -> None:
    """By phone and unresolved, only a future date, hour, day or span settles SIN_PLAZO."""
    assert ("SIN_PLAZO" in _codes(text, UNRESOLVED)) is missing


@pytest.mark.parametrize("channel", [Channel.TEXT, Channel.IN_PERSON, Channel.DAILY_REPORT])
def test_no_deadline_is_owed_by_other_channels(channel: Channel) -> None:
    """SIN_PLAZO belongs to calls and e-mails alone."""
    context = Context(Responsibility.OURS, Status.UNRESOLVED, Severity.MAJOR, channel)
    assert _codes("Le pido disculpas. Seguimos en ello.", context) == set()


def test_no_apology_is_owed_for_what_is_not_ours() -> None:
    """SIN_DISCULPA is only for what is our responsibility."""
    assert _codes("La tarjeta venció; con la nueva se activa.", CLIENTS) == set()


def test_every_finding_is_put_into_words() -> None:
    """Each code and variant has a one-line reason and a wording, without a code on screen."""
    seen = set()
    for line in _lines("tuning"):
        context = context_from(line["context"])
        for finding in review(line["text"], context):
            seen.add(finding.code)
            words = why(finding, line["text"]) + suggestion(finding, line["text"], context)
            assert "\n" not in words
            assert finding.code.value not in words
    assert seen == set(Code)


def test_the_wording_agrees_with_the_form_of_address() -> None:
    """A text that says «te» is offered «te»."""
    finding = review("Lo siento, te lo reparo.", RESOLVED)[0]
    assert "Te pido disculpas" in suggestion(finding, "Lo siento, te lo reparo.", RESOLVED)


def test_the_answer_has_the_shape_of_the_contract() -> None:
    """Labels and findings as contract.md says; what is missing has no place."""
    answer = as_json("7", "Ya está reparado, fue un errorcito.", RESOLVED)
    assert answer["labels"] == ["SIN_DISCULPA", "MINIMIZA"]
    findings = answer["findings"]
    assert isinstance(findings, list)
    missing, small = findings
    assert (missing["start"], missing["end"], missing["text"]) == (None, None, None)
    assert small["text"] == "errorcito"


def test_a_wrong_context_is_named() -> None:
    """A word that is not of the contract is refused with the ones that are."""
    with pytest.raises(ValueError, match="canal"):
        context_from({"responsabilidad": "nuestra", "estado": "solucionada", "severidad": "menor", "canal": "fax"})


_NOISE = st.text(alphabet=st.sampled_from("🙂👩🏽‍💻é e\u0301ñÑ \n"), max_size=20)


@given(before=_NOISE, after=_NOISE, decomposed=st.booleans(), upper=st.booleans())
@settings(max_examples=150, deadline=None)
def test_offsets_are_those_of_the_text_as_given(before: str, after: str, decomposed: bool, upper: bool) -> None:
    """With emoji, combining accents and capitals around and inside, the span is exactly the words."""
    words = "no volverá a pasar"
    if upper:
        words = words.upper()
    text = f"{before}\n\n{words}.\n\n{after}"
    if decomposed:
        words, text = unicodedata.normalize("NFD", words), unicodedata.normalize("NFD", text)
    found = [finding for finding in review(text, CLIENTS) if finding.code is Code.PROMESA_ABSOLUTA]
    assert [text[finding.start : finding.end] for finding in found] == [words]


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """No text breaks it, and every span lies inside the text."""
    for finding in review(text, UNRESOLVED):
        if finding.start is not None and finding.end is not None:
            assert 0 <= finding.start < finding.end <= len(text)


def test_the_same_text_gives_the_same_answer() -> None:
    """It is deterministic, also in the other spelling of accents."""
    for line in _lines("untouched")[:60]:
        context = context_from(line["context"])
        assert _codes(unicodedata.normalize("NFD", line["text"]), context) == _codes(line["text"], context)


def test_a_message_is_reviewed_at_once() -> None:
    """2,000 characters take at most 10 ms, on a slower machine eight times some plain work measured side by side."""
    text = "\n".join(line["text"] for line in _lines("untouched"))[:2_000]
    review(text, UNRESOLVED)
    pairs = [(_processor_time(text), _two_milliseconds()) for _ in range(20)]
    assert min(one for one, _ in pairs) <= max(0.010, 8 * min(other for _, other in pairs))


def _two_milliseconds() -> float:
    """What some plain work costs at this moment, in seconds of processor time: about 2 ms."""
    start = time.process_time()
    sum(number * number % 7 for number in range(26_000))
    return time.process_time() - start


@pytest.mark.parametrize(
    "piece",
    [
        "no ",
        "a",
        "le pido disculpas, pero ",
        "el de la ",
        "1:",
        "é",
        "🙂",
        ".",
        "si no ",
        "no se que no le ",
        "\n",
        "e\u0301 ",
    ],
)
def test_hostile_text_takes_bounded_time(piece: str) -> None:
    """100,000 hostile characters take at most two seconds."""
    assert _processor_time((piece * 100_000)[:100_000]) <= 2.0


def _processor_time(text: str) -> float:
    begun = time.process_time()
    review(text, UNRESOLVED)
    return time.process_time() - begun


def _lines(name: str) -> list[dict[str, Any]]:
    path = COLLECTIONS / f"messages_{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("name", "floors", "micro_floor", "ceiling"),
    [
        ("untouched", FLOORS, MICRO_FLOOR, CLEAN_CEILING),
        ("fresh", FRESH_FLOORS, FRESH_MICRO_FLOOR, FRESH_CEILING),
        ("others", OTHERS_FLOORS, OTHERS_MICRO_FLOOR, OTHERS_CEILING),
    ],
)
def test_quality_on_messages_written_apart(
    name: str, floors: dict[str, float], micro_floor: float, ceiling: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """Precision, recall and F1 of each code on collections written apart, with floors; few clean messages flagged."""
    right: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    clean = flagged = 0
    for line in _lines(name):
        wanted, got = set(line["labels"]), _codes(line["text"], context_from(line["context"]))
        right.update(wanted & got)
        extra.update(got - wanted)
        missed.update(wanted - got)
        if not wanted:
            clean += 1
            flagged += bool(got)
    scores = {code: _f1(right[code], extra[code], missed[code]) for code in floors}
    micro = _f1(right.total(), extra.total(), missed.total())
    table = [name, f"{'code':<20}{'precision':>10}{'recall':>8}{'F1':>7}{'n':>5}"]
    for code, score in scores.items():
        precision = right[code] / max(1, right[code] + extra[code])
        recall = right[code] / max(1, right[code] + missed[code])
        table.append(f"{code:<20}{precision:>10.3f}{recall:>8.3f}{score:>7.3f}{right[code] + missed[code]:>5}")
    table.append(f"micro-F1 {micro:.3f}; clean messages flagged {flagged} of {clean}")
    with capsys.disabled():
        sys.stdout.write("\n{}\n".format("\n".join(table)))
    assert {code for code, score in scores.items() if score < floors[code]} == set()
    assert micro >= micro_floor
    assert flagged <= clean * ceiling


def _f1(right: int, extra: int, missed: int) -> float:
    return 2 * right / max(1, 2 * right + extra + missed)
