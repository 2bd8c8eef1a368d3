"""Words that say nothing of what is looked for; they count only where a query has no others.

Wherever they stand. The ``function_words`` of ``understanding/lexicon.toml`` are others: those
are taken off the ends of what is left where meanings are taken out of a text.
"""

_FINNISH = """
ja tai sekä eli että jos kun niin myös on ovat olla olisi voi voiko saa saako pitää
joka jotka jossa joissa jolla johon jonka missä mistä mihin mitä mikä
milloin kuka miten montako pääsee
jokin joku jotain jotakin jossain jonnekin kaikki kaikkia eri muita muuta muille muualla muualle
mikään mitään mistään missään mihinkään mutta vaan vai kuin siis noin ehkä myöskin
kiva kivaa kivoja mukava mukavaa hyvä hyvää
haen etsin haluan haluaisin tarvitsen löytyy löytyykö onko olisiko haku hakea etsiä voisi saisi
kiinnostaa meille minulle sinulle
henkilöä henkilölle henkeä hengelle hengen hlö
kanssa varten tapahtuu ohjelmaa
lähellä lähin lähistöllä lähimmät täällä
löytää löytyisi löytyiskö löytyis löydän löydänkö löytäisin löytäisinkö löydämme löydetään löydä
etsisin etsimme etsiskelen etsitään hakisin haemme hakusessa haluamme haluaisimme haluais
tahdon tahtoisin toivon toivoisin kaipaan kaipaisin kaipaamme tarvitsisin tarvitsemme
kiinnostaisi kiinnostunut kiinnostuneille sopii sopisi sopiva sopivaa sopivia sopivan sopivat
voin voinko voisin voisinko voidaan voimme voisiko onks ois olis olisko olen olemme saisiko saan
pääsen pääsenkö pääsisi pääsisin pääsisikö pitäisi kannattaa kannattaisi osallistua
mennä menisi menisin käydä kävisi lähteä tulla viedä vien veisin aloittaa aloittaisin kokeilla
oppia oppisi opetella harrastaa harrastaisi harrastamaan tehdä tekisi järjestetään pidetään toimii
suosittele suosittelette suosituksia ehdota ehdotuksia kertokaa kerro näytä
minä mä mun minun meidän me sä sun sinä sinun hei moi terve kiitos
asun asumme asuva asuvalle muutin muutimme juuri nyt hauskaa hauskoja paras parasta parhaat
joku jonkun jonkin jonkinlainen jonkinlaista jonkinlaisia jonkinlaisen jokaiselle millainen
millaista millaisia minkä minkälainen minkälaista minkälaisia mitäs missäs mistäs
"""
_SWEDISH = """
och eller som att den det de en ett i på med till för av är finns vill söker var vad när hur nära
men något någon några annat andra kan jag vi
letar leta hittar hitta hittas söka skulle vilja önskar behöver behöva passar passande lämplig
lämpligt lämpliga gå börja delta prova min mitt mina vår vårt våra mig oss ni hej tack snälla
intresserad intresserade bor flyttade nyligen här
"""
_ENGLISH = """
and or the a an of in on at to for with is are any some where what when how i me my want
looking find near but something anything other can we there nice good
i'm im i'd i've we're we'd there's where's what's would like need needs needed searching search
seeking seek please help could should able go join start try take attend suitable interested tell
show give recommend best live living moved just us our your you hello hi thanks does anyone know
be been has have it this that who will stuff things lots
"""

STOP_WORDS_BY_LANGUAGE = {
    "fi": frozenset(_FINNISH.split()),
    "sv": frozenset(_SWEDISH.split()),
    "en": frozenset(_ENGLISH.split()),
}

STOP_WORDS = frozenset().union(*STOP_WORDS_BY_LANGUAGE.values())
