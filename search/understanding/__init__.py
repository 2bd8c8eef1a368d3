"""A typed query becomes what it means and the words that are left.

“jumppaa senioreille Hollolassa keskiviikkona ilmaiseksi” means the target group of seniors, the
municipality of Hollola, Wednesday and free of charge; “jumppaa” is left for the search of words.
Finnish, Swedish and English are read at once, in any inflected form. `lexicon.toml` has the
everyday words; the entries' own names in the registers are enough to be recognised, too.

Policy. The engine never hides a listing whose *name* holds the words, so that being bold costs
little where a form gives the meaning away, and being careful is for bare nouns:

- Of what may begin at a word the longest counts: “esteetön wc” is no step-free entrance.
- Target groups, price words and accessibility words count in any form, but not as a part of a
  compound: “seniorijumppa” and “lastenkerho” stay words, which the analysis takes apart.
- Kinds count in the forms that ask for them (“yhdistykset”, “tiloja”, “tekemistä”), not in those
  that speak of them (“neuvontaa yhdistyksille”). “seura” and “kerho” are no kinds: most names
  hold them, and as words they find them.
- Weekdays count in any form. Two-letter weekdays count beside other words only, “to” only where it
  cannot be English. Of several periods one counts: the first dates, else the first named one.
- Times of day count in the forms that say when (“illalla”, “in the evening”, “klo 18 jälkeen”) and
  behind a weekday in its word (“arki-iltaisin”); bare nouns only after a day (“maanantai ilta”) or,
  in English, before what they describe (“evening choir”). “iltakerho” and “runoilta” stay words.
- Municipalities count in any form; one that is an ordinary word, too, not where only the word
  would do: “lahdella” is on a bay. So do places of the gazetteer with a name of their own. A
  place that is named as an ordinary word (Nokka, Ruotsalainen, Koski) counts only with a
  capital letter that is not the query's first. Of several places of one name that in the
  municipality of the query counts, else districts, villages, postcodes, lakes in this order.
- “Open now” counts in the phrases that say both; “open” beside a day asks for places that are open
  then, not for what takes place (“auki sunnuntaina”). Alone “auki” and “open” stay words.
- Sums of euros count with their unit only; what must cost more than a sum stays words.
- Finland's other municipalities count as the region's do, but for bare names that are words too
  (“kotka”); they limit nothing.
- What is denied (“ei lapsille”, “not for kids”) must not be so, where a register knows all values
  of a listing, nor may it be of a topic that is denied; of weekdays and times of day the others
  are meant. What else is denied stays words, as does what a denial only widens (“ei vain
  lapsille”).
- What stands in quotation marks is never interpreted, nor the phrases that the lexicon lists as
  plain (“free time”), nor a kind for whom something is (“advice for associations”).
- Function words at the edges of what is taken out go, too: “choir [for seniors] in [Hollola]”.

A query that consists of nothing but meanings leaves no words.
"""

from .elsewhere import ELSEWHERE
from .labels import label
from .lexicon import connect
from .meaning import Meaning, Understanding
from .reading import MAX_LENGTH, text_without, understand
from .wording import QUOTED

__all__ = [
    "ELSEWHERE",
    "MAX_LENGTH",
    "QUOTED",
    "Meaning",
    "Understanding",
    "connect",
    "label",
    "text_without",
    "understand",
]
