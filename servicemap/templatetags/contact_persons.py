"""Whom to ask in a municipality, on any page."""

from typing import Any

from django import template

from servicemap.models import Municipality

register = template.Library()


@register.inclusion_tag("servicemap/_municipal_contact.html")
def municipal_contact(municipality: Municipality | None) -> dict[str, Any]:
    """Show the first contact of a municipality, if it has one. Makes one query.

    ``{% municipal_contact grant.municipality %}``; the page loads css/contact-persons.css.
    """
    person = municipality.contact_persons.published().first() if municipality else None
    return {"person": person, "municipality": municipality}
