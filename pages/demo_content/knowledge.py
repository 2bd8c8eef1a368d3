"""The demo's knowledge bank: topics, a file to download, and the guides."""

import datetime
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page

from pages.models import GuidePage, GuideTopic, HomePage, KnowledgeBankPage
from servicemap.models import Grant

from .bodies import body_blocks, chosen_listings
from .site_pages import PageLoader, index_page, read

CHARTER = (
    "PERUSTAMISKIRJA",
    "",
    "Me allekirjoittaneet perustamme yhdistyksen nimeltä [yhdistyksen nimi].",
    "Hyväksymme sille tämän perustamiskirjan liitteenä olevat säännöt.",
    "",
    "[Paikka] [päivä].[kuukausi].[vuosi]",
    "",
    "[allekirjoitus]",
    "[nimenselvennys ja kotipaikka]",
    "",
    "[allekirjoitus]",
    "[nimenselvennys ja kotipaikka]",
    "",
    "[allekirjoitus]",
    "[nimenselvennys ja kotipaikka]",
)


def load_knowledge(today: datetime.date) -> int:
    """Create the topics and the pages that are missing; return how many pages."""
    content = read("knowledge")
    topics = {
        row["slug"]: GuideTopic.objects.get_or_create(slug=row["slug"], defaults=row)[0]
        for row in content["topic"]
    }
    _load_charter()
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    loader = PageLoader({code: home.locale for code, home in homes.items()})
    for code, home in homes.items():
        index = index_page(KnowledgeBankPage, content, code)
        index.show_in_menus = False
        bank = loader.load(home, index, "knowledge", code)
        pages: dict[str, Page] = {}
        for row in content["guide"]:
            if code in row:
                guide = _guide(row, code, topics, today)
                pages[row["key"]] = loader.load(bank, guide, f"guide/{row['key']}", code)
        _relate(content["guide"], pages)
    loader.add_stand_ins()
    return loader.created


def _guide(
    row: dict[str, Any], code: str, topics: dict[str, GuideTopic], today: datetime.date
) -> GuidePage:
    texts = row[code]
    guide = GuidePage(
        title=texts["title"],
        slug=texts["slug"],
        lead=texts["lead"],
        topic=topics[row["topic"]],
        updated_on=today - datetime.timedelta(days=row["updated_days_ago"]),
        body=body_blocks(texts["body"], code),
        related_listings=chosen_listings(row.get("listings", [])),
    )
    guide.related_grants = Grant.objects.filter(slug__in=row.get("grants", []))
    return guide


def _relate(rows: list[dict[str, Any]], pages: dict[str, Page]) -> None:
    """Lead from guide to guide, once all are there; what somebody has chosen is kept."""
    for row in rows:
        guide = pages.get(row["key"])
        if not isinstance(guide, GuidePage) or guide.related_guides:
            continue
        related = [pages[key] for key in row["related"] if key in pages]
        if related:
            guide.related_guides = [("guide", page) for page in related]
            guide.save_revision().publish()


def _load_charter() -> None:
    """Make the file to download, in a form that any word processor opens."""
    model = get_document_model()
    title = "Perustamiskirjan malli"
    if model.objects.filter(title=title).exists():
        return
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    content = as_rtf(CHARTER)
    document = model(title=title, collection=root, file_size=len(content))
    document.file.save("perustamiskirjan-malli.rtf", ContentFile(content))


def as_rtf(lines: tuple[str, ...]) -> bytes:
    """Return the lines as Rich Text Format 1.9: paragraphs, other than ASCII escaped."""
    paragraphs = "\\par\n".join("".join(_rtf(letter) for letter in line) for line in lines)
    return ("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs24\n" + paragraphs + "}\n").encode(
        "ascii"
    )


def _rtf(letter: str) -> str:
    if letter in "\\{}":
        return f"\\{letter}"
    return letter if letter.isascii() else f"\\u{ord(letter)}?"
