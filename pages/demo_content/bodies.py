"""The blocks of the demo's pages, out of their plain form in ``pages/demo``."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from pages.blocks.tables import TableBlock
from servicemap.models import LISTING_MODELS, ContactPerson


def body_blocks(blocks: list[dict[str, Any]], code: str) -> list[tuple[str, Any]]:
    """Turn the content files' blocks into those of a page's body in a language.

    Makes a query for each listing and contact person that is shown by name.
    """
    return [(block["type"], _block_value(block, code)) for block in blocks]


def _block_value(block: dict[str, Any], code: str) -> Any:
    match block:
        case {"type": "heading", "text": text}:
            return text
        case {"type": "paragraph", "html": html}:
            return RichText(html)
        case {"type": "callout", "title": title, "html": html}:
            return {"title": title, "text": RichText(html)}
        case {"type": "quote", "text": text, "source": source}:
            return {"text": text, "attribution": source}
        case {"type": "links", "title": title, "links": links}:
            return {"title": title, "links": links}
        case {"type": "accordion", "title": title, "questions": questions}:
            items = [
                {"question": item["question"], "answer": RichText(item["html"])}
                for item in questions
            ]
            return {"title": title, "questions": items}
        case {"type": "steps", "title": title, "steps": steps}:
            items = [
                {"title": step["title"], "text": RichText(step.get("html", ""))} for step in steps
            ]
            return {"title": title, "steps": items}
        case {"type": "search_map", "query": query}:
            with translation.override(code):
                address = f"{reverse('search')}?{query}"
            return {**_rest(block, "query"), "address": address}
        case {"type": "listings", "title": title, "listings": keys}:
            return {"title": title, "listings": chosen_listings(keys)}
        case {"type": "contact_persons", "persons": keys}:
            return {**_rest(block, "persons"), "persons": chosen_persons(keys)}
        case {"type": "documents", "title": title, "documents": files}:
            return {"title": title, "documents": [_file(file) for file in files]}
        case {"type": "checklist" | "figure" | "news" | "events"}:
            return _rest(block)
        case {"type": "table", "caption": caption, "headings": headings, "rows": rows}:
            columns = [{"type": "text", "heading": heading} for heading in headings]
            cells = [{"values": row} for row in rows]
            table = {"caption": caption, "columns": columns, "rows": cells}
            return TableBlock().to_python({"table": table, "row_headings": True, "source": ""})
    raise ValueError(f"This is no block: {block!r}")


def _rest(block: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in block.items() if name not in {"type", *names}}


def _file(file: dict[str, str]) -> dict[str, Any]:
    """Return a document of the demo, which is known by its title."""
    document = get_document_model().objects.get(title=file["document"])
    return {"document": document, "title": "", "text": file.get("text", "")}


def chosen_listings(keys: list[str]) -> list[tuple[str, Any]]:
    """Return those of the listings, named like ``facility/kylatalo``, that are there."""
    models = {str(model.kind): model for model in LISTING_MODELS}
    found = []
    for kind, slug in (key.split("/") for key in keys):
        listing = models[kind]._default_manager.filter(slug=slug, live=True).first()
        if listing is not None:
            found.append((kind, listing))
    return found


def chosen_persons(keys: list[str]) -> list[ContactPerson]:
    """Return those of the contact persons, named like ``398/Kulttuurituottaja``, who are there."""
    found: list[ContactPerson] = []
    for code, title in (key.split("/") for key in keys):
        persons = ContactPerson.objects.published().filter(municipality__code=code, title=title)
        found += persons[:1]
    return found
