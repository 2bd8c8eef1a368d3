"""The directory of the municipalities' contact persons."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from pages.blocks.body import BodyBlock
from pages.contact_filter import ContactFilter
from pages.contact_texts import with_contacts
from servicemap.models import ContactPerson, Municipality
from servicemap.search_texts import SearchTexts

from .body import BodyPage
from .municipality import MunicipalityPage


class ContactsPage(BodyPage):
    """All contact persons by municipality; ``?municipality=398`` shows one's only.

    ``q`` is looked for in what they are called, their units and what one may ask them; ``unit``
    shows those of one unit.
    """

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    SHOWS_ONE_MUNICIPALITY = True

    body = StreamField(
        BodyBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_(
            "Shown below the contact persons: what else one should know before asking. The "
            "persons themselves are in the menu under Contact persons."
        ),
    )

    content_panels = [*BodyPage.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("directory of contact persons")
        verbose_name_plural = _("directories of contact persons")

    def search_texts(self) -> SearchTexts:
        """With all whom it shows. Makes a query."""
        persons = ContactPerson.objects.published().select_related("municipality")
        return with_contacts(super().search_texts(), persons, with_places=True)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``groups``, ``municipalities``, ``chosen``, ``without`` and ``wanted``.

        See the template.
        """
        municipalities = list(Municipality.objects.defer("outline"))
        code = request.GET.get("municipality")
        chosen = next((place for place in municipalities if place.code == code), None)
        wanted = ContactFilter(request.GET, ContactPerson.objects.published())
        of_place: dict[int, list[ContactPerson]] = {}
        for person in wanted.found:
            of_place.setdefault(person.municipality_id, []).append(person)
        pages = MunicipalityPage.published_in(self.locale_id)
        shown = [chosen] if chosen else municipalities
        return {
            **super().get_context(request, *args, **kwargs),
            "municipalities": municipalities,
            "chosen": chosen,
            "wanted": wanted,
            "groups": [
                {
                    "municipality": place,
                    "url": pages[place.code].get_url(request) if place.code in pages else "",
                    "persons": of_place[place.pk],
                }
                for place in shown
                if place.pk in of_place
            ],
            "without": [
                place for place in shown if place.pk not in of_place and not wanted.narrows
            ],
        }
