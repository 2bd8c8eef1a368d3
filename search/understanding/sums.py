"""Sums of euros in a query that something may cost: “alle 5 euroa”, “max 10 €”, “under 5 euros”."""

import re
from collections.abc import Iterator
from decimal import Decimal

from search.costs import COST, UNDER, euros
from servicemap.models import Price

from .meaning import Found

_UNDER = (
    r"(?:(?:hinta(?:an)?|maksaa|kostar|costs?|priset?)\s+)?"
    r"(?:alle|halvempi\s+kuin|halvempaa\s+kuin|under|mindre\s+än|billigare\s+än|below|less\s+than"
    r"|cheaper\s+than)"
)
_AT_MOST = (
    r"(?:(?:hinta(?:an)?|maksaa|kostar|costs?|priset?)\s+)?"
    r"(?:ei\s+yli|enintään|korkeintaan|maksimissaan|maksimi|maks\.?|max\.?|maximum|maximalt|högst"
    r"|inte\s+över|inte\s+mer\s+än|at\s+most|up\s+to|upp\s+till|no\s+more\s+than|not\s+over)"
)
_ABOVE = (
    r"(?:yli|vähintään|ainakin|kalliimpi\s+kuin|över|minst|mer\s+än|over|above|more\s+than"
    r"|at\s+least)"
)
_FIGURES = r"\d{1,4}(?:[.,]\d{1,2})?"
_UNIT = r"\s?(?:€|e(?![\w'’-])|eur(?!\w)|euro(?:a|n|lla|lle|t|ja|s)?(?!\w))"
_WORDS = {
    "yhden": 1, "yksi": 1, "kahden": 2, "kaksi": 2, "kolmen": 3, "kolme": 3, "neljän": 4,
    "neljä": 4, "viiden": 5, "viisi": 5, "kuuden": 6, "kuusi": 6, "seitsemän": 7, "kahdeksan": 8,
    "yhdeksän": 9, "kymmenen": 10, "viidentoista": 15, "viisitoista": 15, "kahdenkymmenen": 20,
    "kaksikymmentä": 20, "kolmenkymmenen": 30, "kolmekymmentä": 30, "viidenkymmenen": 50,
    "viisikymmentä": 50, "sadan": 100, "sata": 100,
    "en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9,
    "tio": 10, "femton": 15, "tjugo": 20, "trettio": 30, "femtio": 50, "hundra": 100,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100,
}  # fmt: skip
_NOTES = {
    "vitosen": 5, "vitosella": 5, "femman": 5, "femmalla": 5, "kympin": 10, "kympillä": 10,
    "kybän": 10, "kybällä": 10, "kaksikymppiä": 20, "kahdenkympin": 20, "viisikymppiä": 50,
    "viidenkympin": 50, "satasen": 100, "satasella": 100,
}  # fmt: skip
"""Everyday words for sums, which need no unit."""


def _one_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SUM = re.compile(
    rf"(?<![\w.,+€-])(?:(?P<under>{_UNDER}|<)\s*|(?P<most>{_AT_MOST})\s*|(?P<above>{_ABOVE})\s+)?"
    rf"(?:(?:{_FIGURES}\s?[-–—]\s?)?(?P<figures>{_FIGURES}){_UNIT}"
    rf"|(?:€|eur)\s?(?P<after>{_FIGURES})(?![\w.,])"
    rf"|(?P<words>{_one_of(_WORDS)})\s+(?:€|euro(?:a|n|lla|s)?(?!\w))"
    rf"|(?P<note>{_one_of(_NOTES)})(?!\w))"
    r"(?:\s?(?:/|\bper\s)\s?\w{1,12})?"
    r"(?:\s+(?:tai\s+(?:alle|halvempi|vähemmän)|eller\s+(?:mindre|billigare)|or\s+(?:less|under))(?!\w))?",
    re.IGNORECASE,
)


def find_sums(text: str) -> Iterator[Found]:
    """Yield the sums that something may cost at most; a sum without more is one, too.

    What must cost more than a sum is asked for by nobody who looks for a bargain: it stays words.
    """
    for match in _SUM.finditer(text):
        if match["above"]:
            continue
        amount = _amount(match)
        if amount == 0:
            yield Found(match.start(), match.end(), "price", (str(Price.FREE),))
        else:
            limit = f"{UNDER if match['under'] else ''}{amount.normalize():f}"
            yield Found(match.start(), match.end(), COST, (limit,))


def _amount(match: re.Match[str]) -> Decimal:
    if figures := match["figures"] or match["after"]:
        return euros(figures)
    word = (match["words"] or match["note"]).casefold()
    return Decimal((_WORDS | _NOTES)[word])
