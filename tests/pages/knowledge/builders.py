"""Builders of a knowledge bank."""

from typing import Any

from pages.models import GuidePage, GuideTopic, HomePage, KnowledgeBankPage
from tests.pages.factories import publish


def topic(slug: str = "raha", **fields: Any) -> GuideTopic:
    """A topic, made once."""
    found: GuideTopic = GuideTopic.objects.get_or_create(
        slug=slug, defaults={"name": slug.capitalize(), **fields}
    )[0]
    return found


def bank(home: HomePage, **fields: Any) -> KnowledgeBankPage:
    """A knowledge bank."""
    translation_of = fields.pop("translation_of", None)
    page = KnowledgeBankPage(**{"title": "Tietopankki", **fields})
    return publish(home, page, translation_of)


def guide(above: KnowledgeBankPage, title: str, **fields: Any) -> GuidePage:
    """A guide, published unless it shall be a draft."""
    placing = {name: fields.pop(name) for name in ("translation_of", "live") if name in fields}
    grants = fields.pop("grants", [])
    page = GuidePage(title=title, **{"topic": fields.pop("topic", None) or topic(), **fields})
    page.related_grants = grants
    return publish(above, page, **placing)
