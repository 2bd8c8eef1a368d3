"""How a test speaks with the Wagtail admin's forms for listings."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from servicemap.models import Activity, Association, Facility, Listing
from tests.factories import ActivityFactory, AssociationFactory, FacilityFactory

KINDS = [
    (Association, AssociationFactory),
    (Facility, FacilityFactory),
    (Activity, ActivityFactory),
]

CONTACT_POINT = {
    "title": "Sihteeri",
    "name": "",
    "phone": "03 123 4567",
    "email": "",
    "description": "",
}
TIME = {
    "opens_at": "10.00",
    "closes_at": "11.30",
    "freq": "MONTHLY",
    "interval": "1",
    "byday_days": ("MO",),
    "byday_ordinals": ("1", "3"),
    "dtstart": "7.1.2026",
    "until": "",
    "exdates": "24.12.2026",
    "description": "",
}


def url(model: type[Listing], view: str, *args: Any) -> str:
    """The address of an admin view of a kind of listing."""
    return reverse(f"wagtailsnippets_servicemap_{model._meta.model_name}:{view}", args=args)


def form(model: type[Listing], action: str = "", **fields: Any) -> dict[str, Any]:
    """What a browser sends when the form has been filled in; several values as a tuple."""
    data = {
        "name": "Uusi",
        "slug": "",
        "interval": "1",
        "contact_points": inline_formset(fields.pop("contact_points", [])),
        **fields,
    }
    if model is not Association:
        data["schedules"] = inline_formset(data.get("schedules", []))
    if action:
        data[f"action-{action}"] = "1"
    return nested_form_data(data)


def text(response: HttpResponse) -> str:
    """The page as text."""
    content: bytes = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    return content.decode()
