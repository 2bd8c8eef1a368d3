"""Case forms of the Finnish words that generated texts are made of.

Rules for the common noun types and a table for the rest; not a grammar of Finnish. After
Iso suomen kielioppi, § 63–83 (nominal stems) and § 41 (consonant gradation).
"""

import re
from dataclasses import dataclass
from functools import cache

CASES = ("nom", "gen", "part", "ine", "ela", "ill", "ade", "all")

_IRREGULAR = {
    "ahde": ("ahtee", "ahdetta", "ahteeseen"),
    "arki": ("arje", "arkea", "arkeen"),
    "avain": ("avaime", "avainta", "avaimeen"),
    "hanki": ("hange", "hankea", "hankeen"),
    "järvi": ("järve", "järveä", "järveen"),
    "henki": ("henge", "henkeä", "henkeen"),
    "hetki": ("hetke", "hetkeä", "hetkeen"),
    "jako": ("jao", "jakoa", "jakoon"),
    "joki": ("joe", "jokea", "jokeen"),
    "kangas": ("kankaa", "kangasta", "kankaaseen"),
    "kannas": ("kannakse", "kannasta", "kannakseen"),
    "kausi": ("kaude", "kautta", "kauteen"),
    "kevät": ("kevää", "kevättä", "kevääseen"),
    "kas": ("kkaa", "kasta", "kkaaseen"),
    "keski": ("keske", "keskeä", "keskeen"),
    "kivi": ("kive", "kiveä", "kiveen"),
    "korpi": ("korve", "korpea", "korpeen"),
    "koski": ("koske", "koskea", "koskeen"),
    "lahti": ("lahde", "lahtea", "lahteen"),
    "lampi": ("lamme", "lampea", "lampeen"),
    "lehti": ("lehde", "lehteä", "lehteen"),
    "lounas": ("lounaa", "lounasta", "lounaaseen"),
    "lumi": ("lume", "lunta", "lumeen"),
    "lähde": ("lähtee", "lähdettä", "lähteeseen"),
    "maa": ("maa", "maata", "maahan"),
    "mäki": ("mäe", "mäkeä", "mäkeen"),
    "niemi": ("nieme", "niemeä", "niemeen"),
    "nurmi": ("nurme", "nurmea", "nurmeen"),
    "opas": ("oppaa", "opasta", "oppaaseen"),
    "ovi": ("ove", "ovea", "oveen"),
    "polku": ("polu", "polkua", "polkuun"),
    "puu": ("puu", "puuta", "puuhun"),
    "pää": ("pää", "päätä", "päähän"),
    "puku": ("puvu", "pukua", "pukuun"),
    "retki": ("retke", "retkeä", "retkeen"),
    "rengas": ("renkaa", "rengasta", "renkaaseen"),
    "ruoka": ("ruoa", "ruokaa", "ruokaan"),
    "saari": ("saare", "saarta", "saareen"),
    "salmi": ("salme", "salmea", "salmeen"),
    "selkä": ("selä", "selkää", "selkään"),
    "siipi": ("siive", "siipeä", "siipeen"),
    "suo": ("suo", "suota", "suohon"),
    "sävel": ("sävele", "säveltä", "säveleen"),
    "taimi": ("taime", "tainta", "taimeen"),
    "talkoot": ("talkoi", "talkoita", "talkoihin"),
    "tanssit": ("tanssei", "tansseja", "tansseihin"),
    "tie": ("tie", "tietä", "tiehen"),
    "tuli": ("tule", "tulta", "tuleen"),
    "tuuli": ("tuule", "tuulta", "tuuleen"),
    "työ": ("työ", "työtä", "työhön"),
    "verstas": ("verstaa", "verstasta", "verstaaseen"),
    "vesi": ("vede", "vettä", "veteen"),
    "vieras": ("vieraa", "vierasta", "vieraaseen"),
    "vuori": ("vuore", "vuorta", "vuoreen"),
    "yö": ("yö", "yötä", "yöhön"),
}
"""The last part of a word: its weak stem, partitive and illative."""

_NEUTRAL = (
    *("piiri", "leiri", "lenki", "lenkki", "reiti", "reitti", "ringi", "rinki", "tiimi"),
    *("kielinen", "kielise", "penki", "penkki", "piste", "pistee", "vene", "venee"),
    *("seppele", "seppelee", "henge", "hetke", "kive", "lehde", "nieme", "retke", "siive"),
    *("tie", "vede"),
)
"""Last parts without a, o, u, ä, ö, y: after them endings are front, whatever is before."""

_BENT_IN_FRONT = {"uusikylä": "uudenkylä", "suurikylä": "suurenkylä", "suurimäki": "suurenmäki"}
"""Names whose first part is inflected, too."""

_GRADATION = (
    (r"(kk|pp|tt)([aäoöuyi])$", lambda found: found[1][0] + found[2]),
    (r"nt([aäoöuyi])$", r"nn\1"),
    (r"lt([aäoöuyi])$", r"ll\1"),
    (r"rt([aäoöuyi])$", r"rr\1"),
    (r"mp([aäoöuyi])$", r"mm\1"),
    (r"nk([aäoöuyi])$", r"ng\1"),
    (r"ht([aäoöuyi])$", r"hd\1"),
    (r"(?<=[aeiouyäö])t([aäoöuyi])$", r"d\1"),
    (r"(?<=[aeiouyäö])p([aäoöuyi])$", r"v\1"),
)
"""Strong endings and what stands in their place in a closed syllable; single k is irregular."""

_ON_RATHER_THAN_IN = re.compile(
    r"(järvi|mäki|joki|koski|kangas|ranta|selkä|saari|harju|kylä|kulma|tie|kenttä|rata|tori)$"
)
"""Names of places at or on which one is; one is in the others."""


@dataclass(frozen=True)
class _Stems:
    weak: str
    partitive: str
    illative: str


def inflect(word: str, case: str) -> str:
    """Return the singular form of a noun or adjective, only its last word being inflected.

    ``case`` is one of ``CASES``. Words outside the types that the rules know come out regular.
    """
    head, space, last = word.rpartition(" ")
    return head + space + _form(last, case)


def inflect_place(place: str, case: str) -> str:
    """Return ``gen`` (Lahden), ``at`` (Salpakankaalla) or ``to`` (Auttoisiin) of a place's name.

    Names of places that end in -nen are plural in most cases.
    """
    if place.endswith("nen"):
        plural = place[:-3] + "s"
        return plural + {"gen": "ten", "at": f"iss{_harmony(plural)}", "to": "iin"}[case]
    if case == "gen":
        return inflect(place, "gen")
    on = bool(_ON_RATHER_THAN_IN.search(place.lower()))
    if case == "at":
        return inflect(place, "ade" if on else "ine")
    return inflect(place, "all" if on else "ill")


@cache
def _form(word: str, case: str) -> str:
    if case == "nom":
        return word
    stems = _stems(word)
    if case == "part":
        return stems.partitive
    if case == "ill":
        return stems.illative
    a = _harmony(stems.weak)
    # A plural word already has its plural mark: “talkoissa”, but “talkoiden”.
    plural_genitive = word.endswith(("talkoot", "tanssit")) and case == "gen"
    if plural_genitive:
        return stems.weak.removesuffix("ei") + "ien" if word[-2] == "i" else stems.weak + "den"
    return (
        stems.weak
        + {
            "gen": "n",
            "ine": f"ss{a}",
            "ela": f"st{a}",
            "ade": f"ll{a}",
            "all": "lle",
        }[case]
    )


def _harmony(stem: str) -> str:
    """Return the vowel that endings have after the stem."""
    stem = stem.lower()
    own = max((part for part in _NEUTRAL if stem.endswith(part)), key=len, default=stem)
    for letter in reversed(own):
        if letter in "aou":
            return "a"
        if letter in "äöy":
            return "ä"
    return "ä"


def _stems(word: str) -> _Stems:
    low = word.lower()
    bent = next((name for name in _BENT_IN_FRONT if low.endswith(name)), None)
    if bent:
        kept = word[: len(word) - len(bent)]
        inner = _BENT_IN_FRONT[bent]
        inner = inner.capitalize() if word[len(kept)].isupper() else inner
        return _stems(kept + inner)
    irregular = max((key for key in _IRREGULAR if low.endswith(key)), key=len, default=None)
    if irregular:
        kept = word[: len(word) - len(irregular)]
        forms = (_matched(form, word[len(kept) :]) for form in _IRREGULAR[irregular])
        return _Stems(*(kept + form for form in forms))
    a = _harmony(word)
    if low.endswith("nen"):
        base = word[:-3] + "se"
        return _Stems(base, f"{word[:-3]}st{a}", f"{base}en")
    if low.endswith(("uus", "yys", "eus", "eys")):
        base = word[:-1]
        return _Stems(f"{base}de", f"{base}tt{a}", f"{base}teen")
    if low.endswith(("us", "ys", "os", "ös")):
        base = word[:-1] + "kse"
        return _Stems(base, f"{word}t{a}", f"{base}en")
    if low[-1] not in "aeiouyäö":
        base = f"{word}i"
        return _Stems(base, f"{base}{a}", f"{base}in")
    if low[-1] == low[-2]:
        return _Stems(word, f"{word}t{a}", f"{word}seen")
    if low.endswith("e"):
        return _Stems(f"{word}e", f"{word}tt{a}", f"{word}eseen")
    weak = word
    for strong, replacement in _GRADATION:
        if re.search(strong, low):
            weak = re.sub(strong, replacement, word)
            break
    ending = f"t{a}" if low.endswith(("io", "iö")) else a
    return _Stems(weak, f"{word}{ending}", f"{word}{low[-1]}n")


def _matched(form: str, original: str) -> str:
    return form.capitalize() if original[0].isupper() else form
