"""What contact persons are called and what one may ask them, for those who search for it."""

from collections.abc import Iterable
from dataclasses import replace

from servicemap.models import ContactPerson
from servicemap.models.translation import Text
from servicemap.search_texts import SearchTexts


def with_contacts(
    said: SearchTexts, persons: Iterable[ContactPerson], *, with_places: bool = False
) -> SearchTexts:
    """Return texts with those of contact persons in the active language, if need be with places.

    Titles and units are headings, as on the pages that show them.
    """
    headings, body = [], []
    for person in persons:
        title = person.display_title
        place = f", {person.municipality.display_name}" if with_places else ""
        headings += [Text(f"{title}{place}", title.language), person.display_unit]
        body.append(person.display_tasks)
    return replace(
        said,
        headings=tuple(dict.fromkeys((*said.headings, *filter(None, headings)))),
        body=tuple(dict.fromkeys((*said.body, *filter(None, body)))),
    )
