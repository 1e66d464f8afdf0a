"""Verbs in all their forms: from ``verbs.txt`` to «soldó» → a remedy, in the past (domain.md §2: tense matters)."""

from dataclasses import dataclass
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
    "future": "a an as emos",
    "conditional": "ia ian iamos",
    "infinitive": " lo la los las le les se nos",
}
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
    "servir": ("sirv", "", ""), "vertir": ("virt", "", ""), "rogar": ("", "", ""), "herir": ("hir", "", ""),
    "ferir": ("fir", "", ""), "decer": ("", "", ""),
}  # fmt: skip
_SPECIAL = {
    "va": ("run", "present"), "van": ("run", "present"), "iba": ("run", "imperfect"), "iban": ("run", "imperfect"),
    "sirve": ("run", "present"), "sirven": ("run", "present"), "deberia": ("guess", "conditional"),
    "deberian": ("guess", "conditional"), "puede": ("run", "present"), "salgo": ("run", "present"),
    "fue": ("fail", "preterite"), "oye": ("run", "present"), "oyen": ("run", "present"),
}  # fmt: skip
# Forms that are nouns unless a pronoun stands before: «el arreglo», «se arregló».
_PRONOUNS = frozenset(["se", "le", "les", "lo", "la", "los", "las", "me", "nos", "ya", "que", "lo"])
_ARTICLES = frozenset(["el", "un", "este", "ese", "al", "del", "su", "nuestro", "mi", "otro", "la", "una", "esta", "esa", "los", "las"])


@dataclass(frozen=True)
class Form:
    """A verb form: what it says of the service (``kinds``) and its tense."""

    kinds: frozenset[str]
    tense: str
    noun_like: bool


def _forms(infinitive: str, present_stem: str) -> list[tuple[str, str]]:
    stem, ending = infinitive[:-2], infinitive[-2:]
    table = _AR if ending == "ar" else _ER
    irregular = next((_IRREGULAR[e] for e in sorted(_IRREGULAR, key=len, reverse=True) if infinitive.endswith(e)), None)
    cut = next((e for e in sorted(_IRREGULAR, key=len, reverse=True) if infinitive.endswith(e)), "")
    head = infinitive[: len(infinitive) - len(cut)]
    past, participle, future = irregular or ("", "", "")
    out: list[tuple[str, str]] = []
    for tense, endings in table.items():
        for end in endings.split():
            out.append((stem + end, tense))
            if tense == "present" and present_stem:
                out.append((present_stem + end, tense))
    if past:
        out += [(head + past + end, "preterite") for end in ("o", "io", "e", "imos", "ieron", "eron", "iste")]
        out += [(head + past + end, "gerund") for end in ("iendo", "endo")]
    if participle:
        out += [(head + participle + end, "participle") for end in ("o", "a", "os", "as")]
    for tense, endings in _FROM_INFINITIVE.items():
        base = head + future if future and tense != "infinitive" else infinitive
        out += [(base + end.strip(), tense) for end in [*endings.split(" ")]]
    if stem.endswith("c") and ending == "ar":
        out += [(stem[:-1] + "que", "preterite"), (stem[:-1] + "quen", "present")]
    if stem.endswith("g") and ending == "ar":
        out += [(stem + "ue", "preterite"), (stem + "uen", "present")]
    return out


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
    forms = {key: Form(frozenset(kinds), tense, noun) for key, (kinds, tense, noun) in found.items()}
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
        return form if before in _PRONOUNS and before not in ("la", "los", "las", "el") else None
    if form.noun_like and place and bare(words[place - 1].plain) in _ARTICLES - {"la", "las", "los"}:
        return None
    return form
