"""Parameters of requests as nobody should send them."""

from hypothesis import strategies as st

PIECES = [
    *("uimahalli", "kuoro", "seniorit", "Lahdessa", "keskiviikkona", "ilmainen", "ja", "ei"),
    *("AND", "OR", "NOT", "NEAR(", "NEAR(a b, 5)", "terms:", ":*", "*", "^", "-", "+", "(", ")"),
    *('"', "'", "''", "\\", "\\'", "&", "|", "!", "<->", "%", "%s", "{0}", "$$", "?", ";", "--"),
    *("'; DROP TABLE search_terms; --", "' OR 1=1", "<script>alert(1)</script>", "&amp;", "]]>"),
    *(
        "99.99.99999",
        "1.1.99999",
        "31.2.",
        "0.0.",
        "29.2.",
        "2026-02-30",
        "20٢٦-٠١-٠١",
        "9999-12-31",
    ),
    *(
        "25:99",
        "klo 99.99",
        "999-vuotiaille",
        "alle 0 v",
        "²-vuotiaille",
        "1" * 400,
        "15100",
        "00000",
    ),
    *(
        "👩‍👩‍👧‍👦",
        "🏊🏽‍♀️",
        "\u202eשלום",
        "مرحبا",
        "\u200f",
        "u\u0308\u0308\u0308",
        "\u0301",
        "ﷺ",
        "①②",
    ),
    *(
        "\U0001e900\U0001e922",
        "\U00010570\U00010597",
        "\U0003134b",
        "\ue000",
        "\uffff",
        "İı",
        "ß" * 50,
    ),
    *("\x01", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ufeff", "\u00ad", "\u00a0", "\t", "\r\n"),
    *(
        "sana" * 100,
        "uima-",
        "jäähalli",
        "MLL:n",
        "a:b:c",
        "a-b-c-d-e-f-g-h",
        "ma–pe",
        "–",
        "..",
        "1–2",
    ),
]


texts = st.lists(
    st.sampled_from(PIECES)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
    max_size=12,
).flatmap(lambda pieces: st.sampled_from(["", " "]).map(lambda between: between.join(pieces)))


NUMBERS = [
    *(
        "",
        "0",
        "1",
        "-1",
        "1.5",
        "nan",
        "inf",
        "-inf",
        "1e309",
        "1e-400",
        "0x10",
        "1_000",
        "٣",
        "²",
    ),
    *("9" * 30, "9" * 5_000, "1" + "0" * 30, "+5", " 7 ", "NULL", "true", "1,2", "\x00", "ä"),
]


LISTS = [
    *("", ",", "nan,nan", "nan,nan,nan,nan", "inf,inf,inf,inf", "60.98,25.66", "-90,180", "90.1,0"),
    *("25,60,26,61", "26,61,25,60", "-180,-90,180,90", "181,0,182,1", "1e400,0,1,1", "1,2,3,4,5"),
    *("1_0,2", "٦٠,٢٥", "," * 5_000, "60.98,25.66,", "60;25", "(60,25)", "\x00", "9" * 400 + ",1"),
]


WHENS = [
    *("today", "tomorrow", "weekend", "week", "TODAY", "", "..", "2026-12-01..2026-12-31"),
    *("2026-12-31..2026-12-01", "0001-01-01..0001-01-02", "9998-12-31..9998-12-31"),
    *("9999-12-31..9999-12-31", "0001-01-01..9998-12-31", "2026-02-30..2026-03-01"),
    *(
        "20261201..20261231",
        "2026-W50..2026-W51",
        "2026-W50-1..2026-W51-7",
        "٢٠٢٦-١٢-٠١..٢٠٢٦-١٢-٠٢",
    ),
    *(
        "2026-12-01",
        "a..b",
        "2026-12-01..",
        "2026-12-01..2026-12-02..2026-12-03",
        "\x00",
        "x" * 5_000,
    ),
]


SLUGS = [
    *(
        "",
        "uinti",
        "398",
        "activity",
        "free",
        "MO",
        "liikunta\n",
        "a b",
        "'",
        "%",
        "../..",
        "ä",
        "x" * 100,
    ),
    *(
        "x" * 101,
        "\x00",
        "-",
        "_",
        "\u0301",
        "kuoro;drop",
        "<b>",
        "٣٩٨",
        "\U00010597",
        "kind=activity",
    ),
]


CHOICES = [
    "",
    "fi",
    "sv",
    "en",
    "de",
    "FI",
    "relevance",
    "distance",
    "name",
    "updated",
    "next",
    "\x00",
]


def some(values: list[str], most: int = 1) -> st.SearchStrategy[list[str]]:
    """A parameter that is given up to so many times."""
    return st.lists(st.sampled_from(values) | st.text(max_size=8), min_size=1, max_size=most)


parameters = st.fixed_dictionaries(
    {},
    optional={
        "q": texts.map(lambda text: [text]) | st.lists(texts, min_size=2, max_size=3),
        **{
            name: some(SLUGS, 4)
            for name in (
                *("kind", "municipality", "category", "target"),
                *("theme", "price", "weekday", "time", "open", "accessibility"),
            )
        },
        "when": some(WHENS),
        "bbox": some(LISTS),
        "near": some(LISTS, 2),
        "radius": some(NUMBERS),
        "page": some(NUMBERS, 2),
        "size": some(NUMBERS),
        "zoom": some(NUMBERS),
        "sort": some(CHOICES),
        "lang": some(CHOICES),
        "unknown": some(PIECES),
        "q[]": some(PIECES),
    },
)


def encoded(given_parameters: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out what no address can say: it is bytes, and half a character is none."""
    return {
        name: [value.encode("utf-8", "replace").decode() for value in values]
        for name, values in given_parameters.items()
    }
