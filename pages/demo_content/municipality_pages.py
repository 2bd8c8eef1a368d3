"""The demo's contact persons, their directory, and the municipalities' pages."""

from typing import Any

from pages.models import ContactsPage, HomePage, MunicipalityIndexPage, MunicipalityPage
from servicemap.models import Category, ContactPerson, Municipality, TargetGroup

from .bodies import body_blocks
from .site_pages import PageLoader, index_page, read


def load_contact_persons() -> int:
    """Create the contact persons that are missing; return how many.

    One is known by the municipality, the unit and the role.
    """
    municipalities = {entry.code: entry for entry in Municipality.objects.all()}
    categories = {entry.slug: entry for entry in Category.objects.filter(parent=None)}
    groups = {entry.slug: entry for entry in TargetGroup.objects.all()}
    there = set(ContactPerson.objects.values_list("municipality__code", "unit", "title"))
    created = 0
    for row in read("contacts")["person"]:
        values: dict[str, Any] = dict(row)
        code = values.pop("municipality")
        topics = [categories[slug] for slug in values.pop("categories", [])]
        people = [groups[slug] for slug in values.pop("target_groups", [])]
        if (code, values.get("unit", ""), values["title"]) in there:
            continue
        person = ContactPerson(municipality=municipalities[code], **values)
        person.full_clean()
        person.save()
        person.categories.set(topics)
        person.target_groups.set(people)
        created += 1
    return created


def load_municipality_pages() -> int:
    """Create the directory and the municipalities' pages below the home pages; return how many.

    Each is there in the languages in which it is written.
    """
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    loader = PageLoader({code: home.locale for code, home in homes.items()})
    for code, home in homes.items():
        _load_directory(loader, home, code)
        _load_municipalities(loader, home, code)
    loader.add_stand_ins()
    return loader.created


def _load_directory(loader: PageLoader, home: HomePage, code: str) -> None:
    texts = read("contacts")["page"][code]
    page = ContactsPage(
        title=texts["title"],
        slug=texts["slug"],
        lead=texts["lead"],
        body=body_blocks(texts["body"], code),
    )
    loader.load(home, page, "contacts", code)


def _load_municipalities(loader: PageLoader, home: HomePage, code: str) -> None:
    content = read("municipalities")
    index = index_page(MunicipalityIndexPage, content, code)
    index = loader.load(home, index, "municipalities", code)
    registered = {entry.code: entry for entry in Municipality.objects.all()}
    for item in content["municipality"]:
        texts = item.get(code)
        if texts is None:
            continue
        municipality = registered[item["code"]]
        page = MunicipalityPage(
            title=texts["title"],
            slug=municipality.slug,
            lead=texts["lead"],
            municipality=municipality,
            body=body_blocks(texts["body"], code),
        )
        loader.load(index, page, f"municipality/{item['code']}", code)
