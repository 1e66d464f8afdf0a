"""What the model looks at: concepts, their order and denial, tenses, sizes, and the words themselves."""

import math
import re
from collections import Counter
from itertools import combinations, pairwise

from bot.domain.classify.marks import marks, outcome, told
from bot.domain.classify.matcher import Hit
from bot.domain.classify.tense import denied, tense
from bot.domain.classify.text import Word, fold
from bot.domain.classify.verbs import verb

Features = dict[str, float]

_OF_REPAIR = frozenset(
    [
        "fixed",
        "works",
        "past_end",
        "still",
        "not_fixed",
        "progress",
        "later",
        "doubt",
        "partly",
        "relapse",
        "cause",
        "paper",
        "makeshift",
    ]
)
# Their phrases hold their own "no": a denial before them is already part of what they mean.
_OWN_NO = frozenset(["not_fixed", "stop", "down", "no_effect", "not_enough", "doubt", "still", "paper", "no_harm"])
_COUNTED = tuple(fold(noun) for noun in (
    "person", "empleado", "emplead", "trabajador", "usuario", "paciente", "alumno", "alumna", "cliente", "vecin",
    "agente", "socio", "niños", "niñas", "invitad", "pasajer", "operari", "abonad", "asegurad", "puest", "tienda",
    "factur", "recib", "suel", "pedid", "viviend", "habitac", "familia", "asociad", "beneficiari", "asistent",
    "chofer", "conductor", "repartidor", "mensajer", "cajer", "docent", "profesor", "estudiant", "residente",
    "huésped", "viajer", "comensal", "colaborador", "funcionari", "vigilant", "jubilad", "inquilin", "propietari",
    "espectador", "turista", "enfermer", "teleoperador", "hogar", "departament", "apartament", "candidat", "votant",
    "ciudadan", "padres", "madres", "afiliad", "suscriptor", "proveedor",
))  # fmt: skip
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_MANY = 20  # domain.md §2: "many" starts at about twenty people
_SPEAKS_MAJOR = frozenset((
    "stop", "fails_others", "hazard", "leak", "corrupt", "wrong_money", "down", "deadline", "data", "money",
    "legal", "safety", "vital", "guard", "lot", "repeated", "whole",
))  # fmt: skip
_SPEAKS_MINOR = frozenset((
    "near_miss", "harmless", "carries", "cosmetic", "look", "no_effect", "spare", "alternative", "small", "soft",
    "trifle",
))  # fmt: skip
_GRAMS = 4.0  # all the single words together weigh as much as sixteen concepts


def named(words: list[Word], hits: list[Hit]) -> list[Hit]:
    """The hits, those under a "no" renamed ``no_…``, so that «no está arreglado» is not «arreglado»."""
    return [
        Hit("no_" + hit.concept, hit.first, hit.last)
        if hit.concept not in _OWN_NO and denied(words, hit.first)
        else hit
        for hit in hits
        if not _morning(words, hit)
    ]


def _morning(words: list[Word], hit: Hit) -> bool:
    # «toda la mañana» is the morning, not tomorrow.
    alone = hit.first == hit.last and words[hit.first].key == "manana"
    return alone and hit.first > 0 and words[hit.first - 1].key in ("la", "esta", "media", "una")


def features(words: list[Word], hits: list[Hit]) -> Features:
    """Name → value; ``hits`` as ``named`` gives them. The prefix of a name says which family it is of."""
    if not words:
        return {}
    return {
        **_concepts(words, hits),
        **_tenses(words),
        **_verbs(words),
        **_sizes(words),
        **_story(words, hits),
        **_balance(words, hits),
        **_grams(words),
    }


def _concepts(words: list[Word], hits: list[Hit]) -> Features:
    end, last_clause = words[-1].sentence, words[-1].clause
    found: Features = {}
    order: list[str] = []
    seen: Counter[str] = Counter()
    for concept, last in dict.fromkeys((hit.concept, hit.last) for hit in hits):
        seen[concept] += 1
        found["c:" + concept] = 1.0
        if words[last].sentence == end:
            found["l:" + concept] = 1.0
        if words[last].clause == last_clause:
            found["e:" + concept] = 1.0
        if words[last].sentence == 0 and end > 0:
            found["f:" + concept] = 1.0
        if concept.removeprefix("no_") in _OF_REPAIR and (not order or order[-1] != concept):
            order.append(concept)
    found.update({"m:" + concept: 1.0 for concept, count in seen.items() if count > 1})
    found.update({f"p:{one}&{two}": 0.4 for one, two in combinations(sorted(seen), 2)})
    if order:
        found["first:" + order[0]] = found["last:" + order[-1]] = 1.0
        found.update({f"seq:{one}>{two}": 0.7 for one, two in pairwise(order)})
    return found


def _tenses(words: list[Word]) -> Features:
    end = words[-1].sentence
    found: Features = {}
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
    return found


def _verbs(words: list[Word]) -> Features:
    end, last_clause = words[-1].sentence, words[-1].clause
    found: Features = {}
    tail = ""
    for place, word in enumerate(words):
        form = verb(words, place)
        if form is None:
            continue
        how = told(words, place, form.tense)
        kinds = sorted(form.kinds)
        weight = 1.0 / math.sqrt(len(kinds))
        for name in (f"{kind}.{how}" for kind in kinds):
            found["v:" + name] = max(weight, found.get("v:" + name, 0.0))
            if word.sentence == end:
                found["lv:" + name] = max(weight, found.get("lv:" + name, 0.0))
            elif word.sentence == 0:
                found["fv:" + name] = weight
            if word.clause == last_clause:
                found["ev:" + name] = weight
        tail = f"vlast:{'+'.join(kinds)}.{how}"
    if tail:
        found[tail] = 1.0
    return found


def many(words: list[Word]) -> list[int]:
    """Places of the numbers that count at least twenty people, households, orders…"""
    return [place for place, size in _numbers(words).items() if size >= _MANY and _counts(words, place)]


def _numbers(words: list[Word]) -> dict[int, int]:
    """Place → number: «1.200», «3 mil». A year («31/12/2026») counts nobody."""
    found: dict[int, int] = {}
    for place, word in enumerate(words):
        if word.key.isascii() and word.key.isdecimal() and int(word.key[:9]) in range(2019, 2035):
            continue
        digits = _THOUSANDS.sub("", word.key)
        if digits.isascii() and digits.isdecimal():
            thousands = place + 1 < len(words) and words[place + 1].key == "mil"
            found[place] = int(digits[:9]) * (1_000 if thousands else 1)
    return found


def _counts(words: list[Word], place: int) -> bool:
    after = " ".join(word.key for word in words[place + 1 : place + 4] if word.key != "mil")
    return any(noun in after for noun in _COUNTED)


def _sizes(words: list[Word]) -> Features:
    found: Features = {}
    for place, number in _numbers(words).items():
        size = "n:big" if number >= _MANY else "n:small"
        found[size] = 1.0
        if _counts(words, place):
            found[size + ":counted"] = 1.0
    return found


def _story(words: list[Word], hits: list[Hit]) -> Features:
    story = marks(words, hits)
    found: Features = {"kx:" + outcome(story): 1.0}
    if story:
        found[f"kf:{story[0]}"] = found[f"kl:{story[-1]}"] = found[f"kk:{story[0]}..{story[-1]}"] = 1.0
        found.update({f"k:{one}>{two}": 0.7 for one, two in pairwise(story)})
    found[f"z:s{min(words[-1].sentence, 3)}"] = 1.0
    found[f"z:c{min(words[-1].clause, 4)}"] = 1.0
    return found


def _balance(words: list[Word], hits: list[Hit]) -> Features:
    # How much speaks for each side, and what is said in one breath: «la báscula» alone weighs less than with «no pesa».
    shown = {hit.concept for hit in hits}
    major, minor = len(shown & _SPEAKS_MAJOR), len(shown & _SPEAKS_MINOR)
    found: Features = {f"b:major{min(major, 4)}": 1.0, f"b:minor{min(minor, 3)}": 1.0}
    found["b:tilt"] = (major - minor) / (major + minor + 1)
    clauses: dict[int, set[str]] = {}
    for hit in hits:
        clauses.setdefault(words[hit.first].clause, set()).add(hit.concept)
    for together in clauses.values():
        found.update({f"q:{one}&{two}": 0.4 for one, two in combinations(sorted(together), 2)})
    return found


def _grams(words: list[Word]) -> Features:
    keys = ["<n>" if word.key[0].isdigit() else word.key for word in words]
    found: Features = {"w:" + key: 1.0 for key in keys}
    found.update({"s:" + key[:5]: 1.0 for key in keys if len(key) > 5})
    found.update({f"w:{one} {two}": 1.0 for one, two in pairwise(keys)})
    found.update({"w:" + " ".join(keys[at : at + 3]): 0.7 for at in range(len(keys) - 2)})
    found.update({"h:" + key: 0.7 for at, key in enumerate(keys) if at >= len(keys) / 2})
    scale = _GRAMS / math.sqrt(sum(value * value for value in found.values()))
    return {name: value * scale for name, value in found.items()}
