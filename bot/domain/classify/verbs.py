"""Verbs in all their forms: from ``verbs.txt`` to «soldó» → a remedy, in the past (domain.md §2: tense matters)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.classify.text import Word, bare, fold

_AR = {
    "present": "o as a amos an e es en emos",
    "preterite": "e aste o amos aron",
    "imperfect": "aba abas abamos aban",
    "participle": "ado ada ados adas",
    "gerund": "ando andolo andola andolos andose",
}
_ER = {
    "present": "o es e en a an amos",
    "preterite": "i iste io imos ieron",
    "imperfect": "ia ias iamos ian",
    "participle": "ido ida idos idas",
    "gerund": "iendo iendolo iendola iendose",
}
_FROM_INFINITIVE = {
    "future": ("a", "an", "as", "emos"),
    "conditional": ("ia", "ian", "iamos"),
    "infinitive": ("", "lo", "la", "los", "las", "le", "les", "se", "nos"),
}
_STRONG_PAST = ("o", "io", "e", "imos", "ieron", "eron", "iste")
# Ending of the infinitive: past stem, participle, stem of the future ("" where it is regular).
_IRREGULAR = {
    "poner": ("pus", "puest", "pondr"), "tener": ("tuv", "", "tendr"), "venir": ("vin", "", "vendr"),
    "hacer": ("hic", "hech", "har"), "decir": ("dij", "dich", "dir"), "traer": ("traj", "traid", ""),
    "ducir": ("duj", "", ""), "poder": ("pud", "", "podr"), "volver": ("", "vuelt", ""), "abrir": ("", "abiert", ""),
    "romper": ("", "rot", ""), "scribir": ("", "scrit", ""), "ver": ("", "vist", ""), "cubrir": ("", "cubiert", ""),
    "morir": ("mur", "muert", ""), "resolver": ("", "resuelt", ""), "salir": ("", "", "saldr"),
    "andar": ("anduv", "", ""), "rehacer": ("rehic", "rehech", "rehar"), "caer": ("cay", "caid", ""),
    "leer": ("ley", "leid", ""), "creer": ("crey", "creid", ""), "oir": ("oy", "oid", ""), "uir": ("uy", "", ""),
    "pedir": ("pid", "", ""), "medir": ("mid", "", ""), "seguir": ("sigu", "", ""), "regir": ("rig", "", ""),
    "servir": ("sirv", "", ""), "vertir": ("virt", "", ""), "herir": ("hir", "", ""),
    "ferir": ("fir", "", ""),
}  # fmt: skip
_SPECIAL = {
    "va": ("run", "present"), "van": ("run", "present"), "iba": ("run", "imperfect"), "iban": ("run", "imperfect"),
    "sirve": ("run", "present"), "sirven": ("run", "present"), "deberia": ("guess", "conditional"),
    "deberian": ("guess", "conditional"), "puede": ("run", "present"), "salgo": ("run", "present"),
    "fue": ("fail", "preterite"), "oye": ("run", "present"), "oyen": ("run", "present"),
}  # fmt: skip
# Forms that are nouns unless a pronoun stands before: «el arreglo», «se arregló».
_PRONOUNS = frozenset(["se", "le", "les", "lo", "la", "los", "las", "me", "nos", "ya", "que", "lo"])
_ARTICLES = frozenset(
    ["el", "un", "este", "ese", "al", "del", "su", "nuestro", "mi", "otro", "la", "una", "esta", "esa", "los", "las"]
)


@dataclass(frozen=True)
class Form:
    """A verb form: what it says of the service (``kinds``) and its tense."""

    kinds: frozenset[str]
    tense: str
    noun_like: bool


def _forms(infinitive: str, present_stem: str) -> Iterator[tuple[str, str]]:
    stem, ending = infinitive[:-2], infinitive[-2:]
    for tense, endings in (_AR if ending == "ar" else _ER).items():
        for end in endings.split():
            yield stem + end, tense
            if tense == "present" and present_stem:
                yield present_stem + end, tense
    # The longest ending wins: «resolver» before «volver» before «ver».
    cut = max((known for known in _IRREGULAR if infinitive.endswith(known)), key=len, default="")
    past, participle, future = _IRREGULAR[cut] if cut else ("", "", "")
    head = infinitive.removesuffix(cut)
    for end in _STRONG_PAST if past else ():
        yield head + past + end, "preterite"
    for end in ("iendo", "endo") if past else ():
        yield head + past + end, "gerund"
    for end in "oa" if participle else "":
        yield head + participle + end, "participle"
        yield head + participle + end + "s", "participle"
    for tense, ends in _FROM_INFINITIVE.items():
        base = head + future if future and tense != "infinitive" else infinitive
        for end in ends:
            yield base + end, tense
    # «busqué», «paguen»: the spelling changes to keep the sound.
    spelt = {"c": stem[:-1] + "qu", "g": stem + "u"}.get(stem[-1:]) if ending == "ar" else None
    if spelt:
        yield spelt + "e", "preterite"
        yield spelt + "en", "present"


@cache
def _form(kinds: frozenset[str], tense: str, noun_like: bool) -> Form:
    return Form(kinds, tense, noun_like)


def _load() -> dict[str, Form]:
    found: dict[str, tuple[set[str], str, bool]] = {}
    kind = ""
    for raw in files(__package__).joinpath("verbs.txt").read_text(encoding="utf-8").splitlines():
        line = raw.split("//")[0].strip()
        if line.startswith("["):
            kind = line.strip("[]")
            continue
        for entry in line.split():
            infinitive, _, present_stem = entry.partition("/")
            for form, tense in _forms(bare(infinitive), present_stem):
                key = fold(form)
                # «arreglo» is a present, a noun and, without its accent, the past: the past is what reports tell.
                noun_like = tense in ("present", "preterite") and form.endswith(("o", "a", "e"))
                kinds, known, _ = found.setdefault(key, (set(), tense, noun_like))
                kinds.add(kind)
                if known == "present" and tense == "preterite" and not form.endswith("e"):
                    found[key] = (kinds, tense, noun_like)
    forms = {key: _form(frozenset(kinds), tense, noun) for key, (kinds, tense, noun) in found.items()}
    for word, (kind, tense) in _SPECIAL.items():
        forms[fold(word)] = Form(frozenset({kind}), tense, False)
    return forms


_FORMS = _load()


def verb(words: list[Word], place: int) -> Form | None:
    """The verb at ``place``; None for another word, or a form that is a noun there."""
    form = _FORMS.get(words[place].key)
    if form is None:
        return None
    plain = words[place].plain
    if form.noun_like and form.tense == "preterite" and plain.endswith("o"):
        before = bare(words[place - 1].plain) if place else ""
        return form if before in _PRONOUNS else None
    if form.noun_like and place and bare(words[place - 1].plain) in _ARTICLES:
        return None
    return form
