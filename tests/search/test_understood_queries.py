"""Queries and what they are understood to mean."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from search.understanding import understand
from tests.search.understood import Row, understood

pytestmark = pytest.mark.django_db

JUDGED = Path(__file__).parents[2] / "bench" / "judged" / "understanding.toml"


MUNICIPALITIES: list[Row] = [
    ("Lahti", "municipality=398", ""),
    ("lahti", "municipality=398", ""),
    ("LAHTI", "municipality=398", ""),
    ("uimahalli lahti", "municipality=398", "uimahalli"),
    ("uimahalli lahdessa", "municipality=398", "uimahalli"),
    ("lahden uimahallit", "municipality=398", "uimahallit"),
    ("lahteen melomaan", "municipality=398", "melomaan"),
    ("kuoro Hollolassa", "municipality=098", "kuoro"),
    ("kuoro hollolasta", "municipality=098", "kuoro"),
    ("Hollolan kunnassa kuoro", "municipality=098", "kuoro"),
    ("Heinolaan", "municipality=111", ""),
    ("jooga, Heinola", "municipality=111", "jooga"),
    ("asikkalassa tanssia", "municipality=016", "tanssia"),
    ("Hartolan pelimannit", "municipality=081", "pelimannit"),
    ("iitissä", "municipality=142", ""),
    ("Iittiin kyläilemään", "municipality=142", "kyläilemään"),
    ("kärkölässä", "municipality=316", ""),
    ("orimattilalaiset yhdistykset", "municipality=560 kind=association", ""),
    ("lahtelaisille senioreille", "municipality=398 target=seniorit", ""),
    ("padasjoella", "municipality=576", ""),
    ("Padasjoen rantasauna", "municipality=576", "rantasauna"),
    ("sysmään", "municipality=781", ""),
    ("Lahden seudulla sähly", "municipality=398", "sähly"),
    ("lahtis", "municipality=398", ""),
    ("simhall i Lahtis", "municipality=398", "simhall"),
    ("gymnastik i Gustav Adolfs", "municipality=081", "gymnastik"),
    ("Lahti's choirs", "municipality=398", "choirs"),
    ("lahti ja hollola", "municipality=398 municipality=098", ""),
    ("lahdella soutaa", "", "lahdella soutaa"),
]


PLACES: list[Row] = [
    ("vääksy", "place=Vääksy", ""),
    ("uimaranta Vääksyssä", "place=Vääksy", "uimaranta"),
    ("kahvila nyystölässä", "place=Nyystölä", "kahvila"),
    ("Vierumäellä hiihtoa", "place=Vierumäki", "hiihtoa"),
    ("Salpakankaalla", "place=Salpakangas", ""),
    ("Salpakankaan lähellä jooga", "place=Salpakangas", "jooga"),
    ("lähellä Salpakangasta jooga", "place=Salpakangas", "jooga"),
    ("kylätalo kalkkisissa", "place=Kalkkinen", "kylätalo"),
    ("okeroisissa", "place=Okeroinen", ""),
    ("Villähteellä", "place=Villähde", ""),
    ("nastola uimahalli", "place=Nastola", "uimahalli"),
    ("Päijänteellä melontaa", "place=Päijänne", "melontaa"),
    ("vesijärven ranta", "place=Vesijärvi", "ranta"),
    ("Heinolan kirkonkylässä", "place=Heinolan kirkonkylä", ""),
    ("Haapa-Kimolassa tanssit", "place=Haapa-Kimola", "tanssit"),
    ("17240", "place=17240", ""),
    ("kylätalo 17240", "place=17240", "kylätalo"),
    ("postinumero 15100", "place=15100", ""),
    ("99999", "", "99999"),
    ("bastu nära Kausala", "place=Kausala", "bastu"),
    ("sauna close to Kausala", "place=Kausala", "sauna"),
    # Ordinary words that places are named by.
    ("ruotsalaisille", "", "ruotsalaisille"),
    ("ruotsalainen musiikki", "", "ruotsalainen musiikki"),
    ("nokka", "", "nokka"),
    ("Nokka", "", "Nokka"),
    ("kylätalo Nokassa", "place=Nokka", "kylätalo"),
    ("mäyrä", "", "mäyrä"),
    ("vintturi", "", "vintturi"),
    ("lusi kylätalo", "place=Lusi", "kylätalo"),
]


TARGETS: list[Row] = [
    ("jumppaa senioreille", "target=seniorit", "jumppaa"),
    ("eläkeläisille", "target=seniorit", ""),
    ("eläkeläisten kuoro", "target=seniorit", "kuoro"),
    ("ikäihmisille tanssia", "target=seniorit", "tanssia"),
    ("ikääntyneille", "target=seniorit", ""),
    ("iäkkäille seuraa", "target=seniorit", "seuraa"),
    ("vanhuksille", "target=seniorit", ""),
    ("mummoille ja vaareille", "target=seniorit", ""),
    ("65+", "target=seniorit", ""),
    ("yli 65-vuotiaille jumppaa", "target=seniorit", "jumppaa"),
    ("jumppa +65", "target=seniorit", "jumppa"),
    ("55+ tanssit", "target=seniorit", "tanssit"),
    ("eskareille", "target=lapset", ""),
    ("teatteri lasten kanssa", "target=lapset", "teatteri"),
    ("vauvoille muskari", "target=lapset", "muskari"),
    ("taaperoiden temppujumppa", "target=lapset", "temppujumppa"),
    ("5-vuotiaalle balettia", "target=lapset", "balettia"),
    ("alle 10-vuotiaille", "target=lapset", ""),
    ("7–9-vuotiaille", "target=lapset", ""),
    ("judo 8 v", "target=lapset", "judo"),
    ("9–14-vuotiaille leiri", "target=lapset+nuoret", "leiri"),
    ("alle kouluikäisille", "target=lapset", ""),
    ("teineille", "target=nuoret", ""),
    ("nuorille bändikerho", "target=nuoret", "bändikerho"),
    ("15-vuotiaille", "target=nuoret", ""),
    ("lapsiperheille", "target=lapsiperheet", ""),
    ("koko perheelle retki", "target=lapsiperheet", "retki"),
    ("opiskelijoiden kuntosali", "target=opiskelijat", "kuntosali"),
    ("aikuisten uimakoulu", "target=aikuiset", "uimakoulu"),
    ("työttömille lounas", "target=tyonhakijat", "lounas"),
    ("maahanmuuttajille", "target=maahan-muuttaneet", ""),
    ("maahan muuttaneille suomea", "target=maahan-muuttaneet", "suomea"),
    ("pakolaisille tukea", "target=maahan-muuttaneet", "tukea"),
    ("liikuntarajoitteisille", "target=toimintarajoitteiset", ""),
    ("kehitysvammaisten kerho", "target=toimintarajoitteiset", "kerho"),
    ("vammaisille uintia", "target=toimintarajoitteiset", "uintia"),
    ("omaishoitajien ryhmä", "target=omaishoitajat", "ryhmä"),
    ("naisille", "target=naiset", ""),
    ("miesten keittiö", "target=miehet", "keittiö"),
    ("seniorijumppa", "", "seniorijumppa"),
    ("lastenkerho", "", "lastenkerho"),
    ("nuorisoseura", "", "nuorisoseura"),
    ("vammaisurheilu", "", "vammaisurheilu"),
    ("ei lapsille", "-target=lapset", ""),
    ("100-vuotisjuhla", "", "100-vuotisjuhla"),
    ("dans för pensionärer", "target=seniorit", "dans"),
    ("simskola för barn", "target=lapset", "simskola"),
    ("träffar för unga", "target=nuoret", "träffar"),
    ("klubb för 7–9-åringar", "target=lapset", "klubb"),
    ("gymnastik för äldre", "target=seniorit", "gymnastik"),
    ("hela familjen", "target=lapsiperheet", ""),
    ("stöd för närståendevårdare", "target=omaishoitajat", "stöd"),
    ("yoga for young people", "target=nuoret", "yoga"),
    ("chess for kids", "target=lapset", "chess"),
    ("football for 7 year olds", "target=lapset", "football"),
    ("ages 10-12 swimming", "target=lapset", "swimming"),
    ("families with children", "target=lapsiperheet", ""),
    ("people with disabilities", "target=toimintarajoitteiset", ""),
    ("over 65s", "target=seniorit", ""),
    ("women's choir", "target=naiset", "choir"),
]


KINDS: list[Row] = [
    ("yhdistykset", "kind=association", ""),
    ("iitin yhdistykset", "municipality=142 kind=association", ""),
    ("järjestöjä lahdessa", "kind=association municipality=398", ""),
    ("neuvontaa yhdistyksille", "", "neuvontaa yhdistyksille"),
    ("seura", "", "seura"),
    ("urheiluseurat", "", "urheiluseurat"),
    ("tiloja vuokrattavana", "kind=facility", ""),
    ("vuokrattavia tiloja Heinolasta", "kind=facility municipality=111", ""),
    ("saunatila vuokralle", "kind=facility", "saunatila"),
    ("tila häille", "kind=facility", "häille"),
    ("juhlatila", "", "juhlatila"),
    ("tekemistä lapsille", "kind=activity target=lapset", ""),
    ("harrastuksia nuorille", "kind=activity target=nuoret", ""),
    ("tapahtumat Sysmässä", "kind=activity municipality=781", ""),
    ("kerho", "", "kerho"),
    ("föreningar i Heinola", "kind=association municipality=111", ""),
    ("rådgivning för föreningar", "", "rådgivning för föreningar"),
    ("lokaler i Lahtis", "kind=facility municipality=398", ""),
    ("evenemang för barn", "kind=activity target=lapset", ""),
    ("things to do in Lahti", "kind=activity municipality=398", ""),
    ("rooms to rent", "kind=facility", ""),
    ("associations", "kind=association", ""),
    ("advice for associations", "", "advice for associations"),
    ("looking for activities", "kind=activity", ""),
]


PRICES: list[Row] = [
    ("ilmainen jooga", "price=free", "jooga"),
    ("ilmaista liikuntaa", "price=free", "liikuntaa"),
    ("ilmaiseksi", "price=free", ""),
    ("maksuton kuntosali", "price=free", "kuntosali"),
    ("maksuttomia konsertteja", "price=free", "konsertteja"),
    ("ei maksa mitään", "price=free", ""),
    ("konsertti vapaa pääsy", "price=free", "konsertti"),
    ("edullinen lounas", "price=low", "lounas"),
    ("halpoja kursseja", "price=low", "kursseja"),
    ("gratis konsert", "price=free", "konsert"),
    ("fri entré", "price=free", ""),
    ("billiga kurser", "price=low", "kurser"),
    ("free yoga", "price=free", "yoga"),
    ("yoga free of charge", "price=free", "yoga"),
    ("cheap gym", "price=low", "gym"),
    ("free time", "", "free time"),
    ("free wifi", "", "free wifi"),
    ("gluten-free cooking", "", "gluten-free cooking"),
    ("alcohol free evening", "", "alcohol free evening"),
]


SPOKEN: list[Row] = [
    ("ens viikolla tanssia", "when=2026-11-30..2026-12-06", "tanssia"),
    ("ens viikol", "when=2026-11-30..2026-12-06", ""),
    ("ensviikolla", "when=2026-11-30..2026-12-06", ""),
    ("täl viikol jumppaa", "when=week", "jumppaa"),
    ("tanssia viikol", "weekday=MO+TU+WE+TH+FR", "tanssia"),
    ("ens viikonloppuna", "when=weekend", ""),
    ("tän viikonloppun", "when=weekend", ""),
    ("ens maanantaina", "when=2026-11-30..2026-11-30", ""),
    ("ens maanantai-iltana jooga", "when=2026-11-30..2026-11-30 time=evening", "jooga"),
    ("ensi lauantaina iltapäivällä", "when=2026-11-28..2026-11-28 time=afternoon", ""),
    ("ens kuussa", "when=2026-12-01..2026-12-31", ""),
    ("ens kuus konsertti", "when=2026-12-01..2026-12-31", "konsertti"),
    ("huomen illalla", "when=tomorrow time=evening", ""),
    ("huomenillal", "when=tomorrow time=evening", ""),
    ("huomen", "when=tomorrow", ""),
    ("tän iltana", "when=today time=evening", ""),
    ("jumppaa illal", "time=evening", "jumppaa"),
    ("viikolla 49 jooga", "when=2026-11-30..2026-12-06", "jooga"),
    ("vecka 2", "when=2027-01-11..2027-01-17", ""),
    ("viikko 60", "", "viikko 60"),
    ("aamun linturetki", "", "aamun linturetki"),
    ("liikuntaa lahdes", "municipality=398", "liikuntaa"),
    ("lahessa tanssii", "municipality=398", "tanssii"),
    ("lahes", "municipality=398", ""),
    ("lahest", "municipality=398", ""),
    ("lahen jumpat", "municipality=398", "jumpat"),
    ("hollolast", "municipality=098", ""),
    ("padasjoel", "municipality=576", ""),
    ("vierumäel", "place=Vierumäki", ""),
    ("jooga helsingis", "elsewhere=091", "jooga"),
    ("tampereel", "elsewhere=837", ""),
    ("lähes", "", "lähes"),
    ("loppis", "", "loppis"),
]


ACCESSIBILITY: list[Row] = [
    ("esteetön uimahalli", "accessibility=esteeton-sisaankaynti", "uimahalli"),
    ("esteettömiä retkipolkuja", "accessibility=esteeton-sisaankaynti", "retkipolkuja"),
    ("pyörätuolilla kirjastoon", "accessibility=esteeton-sisaankaynti", "kirjastoon"),
    ("esteetön wc", "accessibility=esteeton-wc", ""),
    ("inva-wc", "accessibility=esteeton-wc", ""),
    ("kylätalo jossa on hissi", "accessibility=hissi", "kylätalo"),
    ("hiihtohissi", "", "hiihtohissi"),
    ("induktiosilmukka", "accessibility=induktiosilmukka", ""),
    ("viittomakielellä", "accessibility=viittomakieli", ""),
    ("viittomakielinen kerho", "accessibility=viittomakieli", "kerho"),
    ("viittomakielen kurssi", "", "viittomakielen kurssi"),
    ("opaskoiran kanssa", "accessibility=opaskoira", ""),
    ("selkokielinen opastus", "accessibility=selkokieli", "opastus"),
    ("tillgängligt gym", "accessibility=esteeton-sisaankaynti", "gym"),
    ("teckenspråk", "accessibility=viittomakieli", ""),
    ("hörselslinga", "accessibility=induktiosilmukka", ""),
    ("wheelchair accessible gym", "accessibility=esteeton-sisaankaynti", "gym"),
    ("accessible toilet", "accessibility=esteeton-wc", ""),
    ("step-free entrance", "accessibility=esteeton-sisaankaynti", ""),
    ("hearing loop", "accessibility=induktiosilmukka", ""),
    ("weight lifting", "", "weight lifting"),
]


TOGETHER: list[Row] = [
    (
        "jumppaa senioreille Hollolassa keskiviikkona ilmaiseksi",
        "target=seniorit municipality=098 weekday=WE price=free",
        "jumppaa",
    ),
    (
        "mitä ilmaista tekemistä lapsille on Lahdessa tänään?",
        "price=free kind=activity target=lapset municipality=398 when=today",
        "",
    ),
    ("gymnastik för pensionärer i Lahtis", "target=seniorit municipality=398", "gymnastik"),
    (
        "free things to do with kids this weekend",
        "price=free kind=activity target=lapset when=weekend",
        "",
    ),
    ("Lahden Uimaseura", "municipality=398", "Uimaseura"),
    ('"Hollola"', "", '"Hollola"'),
    ('"jumppa Hollola" lahti', "municipality=398", '"jumppa Hollola"'),
    ("”lapset” lahdessa", "municipality=398", "”lapset”"),
    ("esteetön pyörätuolilla", "accessibility=esteeton-sisaankaynti", ""),
    ("hiihto", "", "hiihto"),
    ("vapaaehtoistyö", "", "vapaaehtoistyö"),
    ("", "", ""),
    ("   ", "", ""),
    ("...", "", "..."),
    ("c++ lahdessa", "municipality=398", "c++"),
]


TABLES = {
    "municipalities": MUNICIPALITIES,
    "places": PLACES,
    "target groups": TARGETS,
    "kinds": KINDS,
    "prices": PRICES,
    "spoken": SPOKEN,
    "accessibility": ACCESSIBILITY,
    "together": TOGETHER,
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_queries_are_understood(registers: Any, table: list[Row]) -> None:
    assert understood(table) == table


def test_queries_written_beforehand_are_understood(registers: Any) -> None:
    document = tomllib.loads(JUDGED.read_text(encoding="utf-8"))
    wrong = []
    for query, expected in document["queries"].items():
        understanding = understand(query, document["today"])
        found = [f"{meaning.type}={meaning.value}" for meaning in understanding.meanings]
        found += [f"rest={understanding.rest}"] if understanding.rest else []
        if sorted(found) != sorted(expected):
            wrong.append((query, found))
    assert len(wrong) <= 0.05 * len(document["queries"]), wrong
