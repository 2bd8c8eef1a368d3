"""A body with every block that there is, filled as an editor would."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from pages.blocks.body import BodyBlock
from pages.blocks.tables import TableBlock
from servicemap.models import Municipality
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    ContactPersonFactory,
    FacilityFactory,
    MunicipalityFactory,
)

YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"


def table(**changes: Any) -> Any:
    """A table of two rooms."""
    raw = {
        "columns": [
            {"type": "text", "heading": "Huone"},
            {"type": "number", "heading": "Henkilöitä"},
        ],
        "rows": [{"values": ["Kerhohuone", "12"]}, {"values": ["Sali", "80"]}],
        "caption": "Montako mahtuu",
        **changes,
    }
    return TableBlock().to_python({"table": raw, "row_headings": True, "source": "Kunta"})


def link_to(target: Any) -> str:
    """A link in running text, as the editor keeps it."""
    kind = "page" if isinstance(target, Page) else "document"
    return f'<a linktype="{kind}" id="{target.pk}">{target.title}</a>'


def every_block() -> dict[str, Any]:
    """Return a value for each block of a body, by its type."""
    image = get_image_model().objects.create(title="Kuoro", file=get_test_image_file())
    document = get_document_model()(title="Hakulomake")
    document.file.save("hakulomake.pdf", ContentFile(b"%PDF-1.4 " + b"x" * 3_000))
    # The real registers may be loaded: a made-up municipality could have the code of a real one.
    town: Any = Municipality.objects.first() or MunicipalityFactory()
    page = Page.objects.filter(depth__gt=1).first()
    item = {"text": "Tervehdi tulijaa.", "note": "Aina."}
    values = {
        "heading": "Väliotsikko",
        "paragraph": f"<p>Leipäteksti.</p><p>{link_to(page)} ja {link_to(document)}.</p>",
        "quote": {"text": "Tulin katsomaan.", "attribution": "Asukas"},
        "callout": {"title": "Huomaa", "text": "<p>Sali on kiinni.</p>"},
        "accordion": {
            "title": "Kysyttyä",
            "questions": [{"question": "Maksaako se?", "answer": "<p>Ei maksa.</p>"}],
        },
        "steps": {
            "title": "Näin varaat",
            "steps": [{"title": "Valitse tila", "text": ""}, {"title": "Soita", "text": ""}],
        },
        "checklist": {
            "title": "Huoneentaulu",
            "introduction": "",
            "style": "rules",
            "items": [item],
        },
        "table": table(),
        "links": {
            "title": "Lue",
            "links": [{"title": "Ohje", "url": "https://ohje.example/"}, {"page": page}],
        },
        "page_cards": {
            "title": "Katso myös",
            "cards": [{"page": page, "text": "Kaikki tilat yhdellä sivulla."}],
        },
        "image": {"image": image, "alt": "Kuoro laulaa", "caption": "Kevätjuhlasta"},
        "video": {
            "title": "Kartan esittely",
            "url": YOUTUBE,
            "length": "2 min",
            "transcript": "<p>Videolla näytetään kartta.</p>",
        },
        "documents": {
            "title": "Lomakkeet",
            "documents": [{"document": document, "title": "", "text": ""}],
        },
        "listings": {
            "title": "Tutustu",
            "listings": [
                ("association", AssociationFactory(name="Kuikan kuoro ry", municipality=town)),
                ("facility", FacilityFactory(name="Kylätalo", municipality=town)),
                ("activity", ActivityFactory(name="Kutojat", municipality=town, organiser=None)),
            ],
        },
        "contact_persons": {
            "title": "Kysy heiltä",
            "municipality": town.code,
            "persons": [ContactPersonFactory(title="Yhteispalvelun ohjaaja", municipality=town)],
        },
        "search_map": {
            "title": "Tilat kartalla",
            "address": "/fi/haku/?kind=facility&page=3",
            "show": "both",
            "size": "small",
        },
        "figure": {"title": "Kunnittain", "measure": "municipality", "text": "Näin paljon."},
        "news": {"title": "Uutisia", "count": 3},
        "events": {"title": "Tulossa", "count": 3, "days": 30},
        "cycle": {"title": "Vuosikellosta", "count": 3, "municipality": ""},
    }
    assert set(values) == set(BodyBlock().child_blocks)
    return values
