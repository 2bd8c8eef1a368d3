"""Words that say nothing of what is looked for; they count only where a query has no others.

Wherever they stand. The ``function_words`` of ``understanding/lexicon.toml`` are others: those
are taken off the ends of what is left where meanings are taken out of a text.
"""

_FINNISH = """
ja tai sekä eli että jos kun niin myös on ovat olla olisi voi voiko saa saako pitää
joka jotka jossa joissa jolla missä mistä mihin mitä mikä milloin kuka miten montako
jokin joku jotain jotakin jossain jonnekin kaikki kaikkia eri muita muuta muille muualla muualle
mikään mitään mistään missään mihinkään mutta vaan kuin siis noin ehkä myöskin
kiva kivaa kivoja mukava mukavaa hyvä hyvää
haen etsin haluan haluaisin tarvitsen löytyy löytyykö onko olisiko haku hakea etsiä voisi saisi
kiinnostaa meille minulle sinulle
henkilöä henkilölle henkeä hengelle hengen hlö
kanssa varten tapahtuu ohjelmaa
lähellä lähin lähistöllä lähimmät täällä
"""
_SWEDISH = """
och eller som att den det de en ett i på med till för av är finns vill söker var vad när hur nära
men något någon några annat andra kan jag vi
"""
_ENGLISH = """
and or the a an of in on at to for with is are any some where what when how i me my want
looking find near but something anything other can we there nice good
"""

STOP_WORDS = frozenset(f"{_FINNISH} {_SWEDISH} {_ENGLISH}".split())
