"""Links in running text to pages and documents: those of a body are looked up together."""

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from pages.blocks.references import reference_of_link, references


def opening_tags(links: list[dict[str, str]]) -> list[str]:
    """Return the tags of links, without an address for what is gone.

    Makes one query, and none in a body that has been read.
    """
    wanted = [reference_of_link(attributes) for attributes in links]
    found = references(filter(None, wanted))
    addresses = [found.address(*reference) if reference else "" for reference in wanted]
    return [f'<a href="{escape(address)}">' if address else "<a>" for address in addresses]


class ReadersPageLink(PageLinkHandler):
    """A link that leads to the page in the reader's language, if it is there in it."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tags, in order."""
        return opening_tags(attrs_list)


class ReadersDocumentLink(DocumentLinkHandler):
    """A link to a document."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tags, in order."""
        return opening_tags(attrs_list)


def register_text_links(features: FeatureRegistry) -> None:
    """Let Wagtail use these in place of its own, which read those of each text by themselves."""
    features.register_link_type(ReadersPageLink)
    features.register_link_type(ReadersDocumentLink)
