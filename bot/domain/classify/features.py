"""What the model looks at: concepts, their order and denial, tenses, sizes, and the words themselves."""

import math

from bot.domain.classify.matcher import Hit
from bot.domain.classify.tense import denied, tense
from bot.domain.classify.text import Word, fold
from bot.domain.classify.verbs import verb

STATUS = ("fixed", "works", "past_end", "still", "not_fixed", "progress", "later", "doubt", "partly", "relapse", "cause",
          "paper", "makeshift")  # fmt: skip
_OWN_NO = ("not_fixed", "stop", "down", "no_effect", "not_enough", "doubt", "still", "paper", "no_harm")
_COUNTED = ("person*", "empleado", "trabajador", "usuario", "paciente", "alumno", "cliente", "vecin", "agente", "socio",
            "ninos", "invitad", "pasajer", "operari", "abonad", "asegurad", "puest", "tienda", "factur", "recib",
            "suel", "pedid", "viviend", "habitac", "familia", "asociad", "beneficiari")  # fmt: skip


def named(words: list[Word], hits: list[Hit]) -> list[Hit]:
    """The hits, those under a "no" renamed ``no_…``, so that "no está arreglado" is not "arreglado"."""
    return [
        Hit("no_" + hit.concept, hit.first, hit.last)
        if hit.concept not in _OWN_NO and denied(words, hit.first)
        else hit
        for hit in hits
    ]


def _size(words: list[Word]) -> set[str]:
    sizes: set[str] = set()
    for place, word in enumerate(words):
        if not word.key.isdigit():
            continue
        value = int(word.key[:9])
        after = " ".join(w.key for w in words[place + 1 : place + 3])
        if value in range(2019, 2035):
            continue
        big = "big" if value >= 20 else "small"
        sizes.add(f"n:{big}")
        if any(noun in after for noun in _COUNTED_KEYS):
            sizes.add(f"n:{big}:counted")
    return sizes


_GOVERNORS = frozenset(
    fold(w) for w in ["que", "a", "para", "sin", "por", "de", "al", "puede", "pueden", "podian", "podia", "pudieron", "pudo", "podemos", "poder", "debe", "deja"]
)
_AUX = {
    fold(w): name
    for name, group in {
        "ha": "ha han hemos he haber habia habian habiamos",
        "es": "esta estan esta estamos queda quedan quedo quedaron quedado quedara",
        "was": "estaba estaban estuvo estuvieron",
        "sin": "sin por",
        "fue": "fue fueron ser sido",
    }.items()
    for w in group.split()
}


def _told(words: list[Word], place: int, tense: str) -> str:
    told = tense
    back = place - 1
    before = words[back].key if place and words[back].clause == words[place].clause else ""
    if tense == "infinitive":
        told = f"inf:{before}" if before in _GOVERNORS else "inf"
    elif tense == "participle":
        told = f"part:{_AUX[before]}" if before in _AUX else "part"
    if denied(words, place):
        told = "no_" + told
    if place and "ya" in (before, words[place - 2].key if place > 1 else ""):
        told = "ya_" + told
    return told


_BAD = ("doubt", "relapse", "partly", "not_fixed", "progress", "later", "still", "down")


def _marks(words: list[Word], hits: list[Hit]) -> list[str]:
    """What each clause says of the repair, in order; clauses that say nothing are left out."""
    by: dict[int, set[str]] = {}
    for hit in hits:
        by.setdefault(words[hit.first].clause, set()).add(hit.concept)
    for place, word in enumerate(words):
        form = verb(words, place)
        if form is None:
            continue
        here = by.setdefault(word.clause, set())
        told = _told(words, place, form.tense)
        for kind in form.kinds:
            here.add(f"{kind}.{told}")
    marks: list[str] = []
    for clause in sorted(by):
        here = by[clause]
        mark = next((name for name, signs in _SIGNS if here & signs), "")
        if mark:
            marks.append(mark)
    return marks


_SIGNS = (
    ("relapse", {"relapse"}),
    ("doubt", {"doubt"}),
    ("not_fixed", {"not_fixed", "no_cure", "no_fixed", "no_works", "remedy.no_preterite", "remedy.no_part:ha"}),
    ("partly", {"partly"}),
    ("later", {"later", "remedy.future", "remedy.inf:a", "remedy.inf:que"}),
    ("progress", {"progress", "remedy.gerund"}),
    ("still", {"still"}),
    ("good", {"cure", "works", "fixed", "remedy.part", "remedy.part:ha", "remedy.part:es", "remedy.preterite", "remedy.ya_preterite"}),
    ("down", {"run.no_present", "down", "stop", "fail.present"}),
    ("was", {"past_end", "run.no_imperfect", "run.no_preterite", "run.imperfect", "fail.imperfect"}),
    ("runs", {"run.present", "run.ya_present", "run.gerund"}),
    ("fell", {"fail.preterite", "fail.part:ha", "fail.part"}),
)


_COUNTED_KEYS = tuple(noun.rstrip("*") for noun in _COUNTED)


def features(words: list[Word], hits: list[Hit], grams: float = 1.0) -> dict[str, float]:
    """Name → value. ``hits`` as ``named`` gives them."""
    found: dict[str, float] = {}
    if not words:
        return found
    end = words[-1].sentence
    last_clause = words[-1].clause
    order: list[str] = []
    half = len(words) / 2
    counts: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        concept = hit.concept
        if (concept, hit.last) in seen:
            continue
        seen.add((concept, hit.last))
        counts[concept] = counts.get(concept, 0) + 1
        found["c:" + concept] = 1.0
        if words[hit.last].sentence == end:
            found["l:" + concept] = 1.0
        if words[hit.last].clause == last_clause:
            found["e:" + concept] = 1.0
        if words[hit.last].sentence == 0 and end > 0:
            found["f:" + concept] = 1.0
        if concept.removeprefix("no_") in STATUS and (not order or order[-1] != concept):
            order.append(concept)
    for concept, count in counts.items():
        if count > 1:
            found["m:" + concept] = 1.0
    if order:
        found["last:" + order[-1]] = 1.0
        found["first:" + order[0]] = 1.0
        for one, two in zip(order, order[1:], strict=False):
            found[f"seq:{one}>{two}"] = 0.7
    concepts = sorted(counts)
    for i, one in enumerate(concepts):
        for two in concepts[i + 1 :]:
            found[f"p:{one}&{two}"] = 0.4
    for place, word in enumerate(words):
        name = tense(word)
        if not name:
            continue
        if denied(words, place):
            name = "no_" + name
        found["t:" + name] = 1.0
        if word.sentence == end:
            found["lt:" + name] = 1.0
        if word.sentence == 0:
            found["ft:" + name] = 1.0
    tail = ""
    for place, word in enumerate(words):
        form = verb(words, place)
        if form is None:
            continue
        told = _told(words, place, form.tense)
        kinds = sorted(form.kinds)
        weight = 1.0 / math.sqrt(len(kinds))
        for kind in kinds:
            name = f"{kind}.{told}"
            found["v:" + name] = max(weight, found.get("v:" + name, 0.0))
            if word.sentence == end:
                found["lv:" + name] = max(weight, found.get("lv:" + name, 0.0))
            elif word.sentence == 0:
                found["fv:" + name] = weight
            if word.clause == last_clause:
                found["ev:" + name] = weight
        tail = f"{'+'.join(kinds)}.{told}"
    if tail:
        found["vlast:" + tail] = 1.0
    for size in _size(words):
        found[size] = 1.0
    marks = _marks(words, hits)
    for one, two in zip(marks, marks[1:], strict=False):
        found[f"k:{one}>{two}"] = 0.7
    if marks:
        found["kf:" + marks[0]] = 1.0
        found["kl:" + marks[-1]] = 1.0
        found[f"kk:{marks[0]}..{marks[-1]}"] = 1.0
    good = [i for i, m in enumerate(marks) if m in ("good", "runs")]
    if not good:
        found["kx:nothing good"] = 1.0
    elif not any(m in _BAD for m in marks[good[-1]:]):
        found["kx:good to the end"] = 1.0
    else:
        found["kx:bad after good"] = 1.0
    found[f"z:s{min(end, 3)}"] = 1.0
    found[f"z:c{min(last_clause, 4)}"] = 1.0
    keys = ["<n>" if w.key[0].isdigit() else w.key for w in words]
    n: dict[str, float] = {}
    for place, key in enumerate(keys):
        n["w:" + key] = 1.0
        if len(key) > 5:
            n["s:" + key[:5]] = 1.0
        if place + 1 < len(keys):
            n[f"w:{key} {keys[place + 1]}"] = 1.0
            if place + 2 < len(keys):
                n[f"w:{key} {keys[place + 1]} {keys[place + 2]}"] = 0.7
        if place >= half:
            n["h:" + key] = 0.7
    scale = grams / math.sqrt(sum(v * v for v in n.values()))
    for key, value in n.items():
        found[key] = value * scale
    return found
