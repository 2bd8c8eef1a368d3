"""How results are ranked: every weight in one place. docs/search.md tells the whole story.

A word is worth ``FIELDS[field] × FORMS[form]`` at its best place, and a little more for each
further field; a result is worth the sum over the query's words, each times how rare it is.
What a name holds comes before everything else.
"""

from search.terms import Field, Form

FIELDS: dict[Field, float] = {
    Field.NAME: 10.0,
    Field.KEYWORDS: 5.0,
    Field.SUMMARY: 3.0,
    Field.DESCRIPTION: 1.0,
    Field.AROUND: 0.4,
}
"""What a word is worth in each field."""

EXACT = 1.0
"""The word in the very form that was typed."""

FORMS: dict[Form, float] = {
    Form.LEMMA: 0.9,
    Form.BASE: 0.9,
    Form.HEAD: 0.6,
    Form.PART: 0.5,
    Form.RELATED: 0.3,
}
"""What a word is worth in another form than the typed one."""

PARTS_APART = 0.12
"""A compound whose parts are all found, but apart: “uima- ja jäähalli” for “uimahalli”."""

JOINED = 0.95
"""A compound in place of two words: “uimahalli” for “uima halli”."""

RESTORED = 0.95
"""A word with its dots in place of one typed without them."""

SYNONYM = 0.05
"""A synonym in place of the word: in a name still worth less than the word in a description."""

FURTHER_FIELD = 0.15
"""The share that each field beside the best one adds."""

NAME_HOLDS_ALL = 40.0
"""The name holds all words of the query."""

NAME_HOLDS_ALL_AS_PARTS = 20.0
"""The name holds all words of the query, some as parts of compounds."""

MORE_WORDS = 15.0
"""Each word that is found, where one of them is enough."""

NAME_HOLDS_LIMIT = 15.0
"""The name holds the words that were understood as a place, a time or another limit."""

LIMIT_SAID = 0.5
"""What the words of a limit are worth beside those of the query."""

LIMIT_MET = 2.0
"""Meeting a limit itself, not by its words only."""

NAME_COVERED = 10.0
"""How much of the name the query says: all of it is worth this much."""

CONFIRMED = 0.04
"""Somebody has confirmed the listing within a year."""

UPCOMING = 0.04
"""It takes place within the days ahead that the index knows."""

NEARNESS = 8.0
"""With ``near``: what the very place is worth; halved at ``NEAR_M``."""

NEAR_M = 3_000.0
