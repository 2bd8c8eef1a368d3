"""Whom one may ask in the municipalities."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.charts import MapReading
from pages.navigation import Wayfinder
from servicemap.models import ContactPerson, Municipality
from servicemap.models.contact_persons import ContactPersonQuerySet

from .registers import SlugChoiceBlock, municipality_choices

MOST = 12
PREVIEWED = 2

AT_HAND: ContextVar[Mapping[Any, ContactPerson] | None] = ContextVar(
    "contact_persons", default=None
)
"""All whom the blocks show that are being read, by their keys."""


class ContactPersonChooserBlock(blocks.ChooserBlock):
    """A choice of one contact person, read with the municipality that is named beside them."""

    target_model = ContactPerson

    @cached_property
    def widget(self) -> Any:
        """The button that opens the list of contact persons."""
        # The admin's views need all models first.
        from servicemap.contact_person_chooser import contact_person_chooser

        return contact_person_chooser.widget_class()

    def bulk_to_python(self, values: Iterable[Any]) -> list[ContactPerson | None]:
        """Return the persons in order, None for each that is gone.

        Makes one query, unless the block around it has read them.
        """
        keys, found = list(values), AT_HAND.get()
        if found is None:
            found = _with_places(ContactPerson.objects.all()).in_bulk(filter(None, keys))
        return [found.get(key) for key in keys]

    class Meta:
        icon = "user"


class ContactPersonsValue(blocks.StructValue):
    """Who is chosen, and who there is in the municipality."""

    @cached_property
    def of_municipality(self) -> list[ContactPerson]:
        """All of the municipality who are published. Makes a query unless the block has."""
        code = self.get("municipality")
        persons = _with_places(ContactPerson.objects.published())
        return list(persons.filter(municipality__code=code)) if code else []

    @property
    def shown(self) -> list[ContactPerson]:
        """Who is published: the chosen ones, then the others of the municipality."""
        chosen = [person for person in self["persons"] if person and person.live]
        return list({person.pk: person for person in (*chosen, *self.of_municipality)}.values())


class ContactPersonsBlock(blocks.StructBlock):
    """Chosen contact persons, a municipality's, or both; only those that are published."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    municipality = SlugChoiceBlock(
        label=_("Municipality"),
        choices=municipality_choices,
        required=False,
        help_text=_("Shows all its contact persons, also those who are named later."),
    )
    persons = blocks.ListBlock(
        ContactPersonChooserBlock(label=_("Contact person")),
        label=_("Chosen persons"),
        default=[],
        max_num=MOST,
        help_text=_(
            "From any municipality, in the order in which they are shown. If you choose a "
            "municipality too, its other contact persons come after these."
        ),
    )

    class Meta:
        label = _("Contact persons")
        icon = "user"
        template = "pages/blocks/contact_persons.html"
        value_class = ContactPersonsValue
        description = _(
            "Whom to ask: all contact persons of a municipality, or a few by name. Names, "
            "addresses and phone numbers come from the register, so they need no upkeep on the "
            "page."
        )

    def bulk_to_python(self, values: Iterable[Any]) -> list[ContactPersonsValue]:
        """Return the values, with all whom they show. Makes one query for all of them."""
        raw = list(values)
        people = {person.pk: person for person in _read(raw)}
        token = AT_HAND.set(people)
        try:
            found: list[ContactPersonsValue] = super().bulk_to_python(raw)
        finally:
            AT_HAND.reset(token)
        for value in found:
            value.of_municipality = [
                person
                for person in people.values()
                if person.live and person.municipality.code == value["municipality"]
            ]
        return found

    def clean(self, value: Any) -> Any:
        """Refuse a block that shows nobody, unless it is a draft."""
        cleaned = super().clean(value)
        if not (cleaned["municipality"] or cleaned["persons"] or self.is_deferred_validation):
            message = _("Choose a municipality, or add at least one contact person below.")
            raise blocks.StructBlockValidationError(
                block_errors={"municipality": ValidationError(message)}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add what is shown; see the template.

        Makes a query where a municipality has nobody, unless others on the page have.
        """
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        persons = value.shown
        places = {person.municipality.code: person.municipality for person in persons}
        place = persons[0].municipality if len(places) == 1 else None
        # There is no more to see of a municipality all of which is here.
        way = None if value["municipality"] else place
        return {
            **context,
            "persons": persons,
            "place": way,
            "is_among": place is not None and len(persons) > 1,
            "nobody_in": None if persons else _municipality(request, value["municipality"]),
            "directory_url": _directory_url(request, way),
        }

    def get_preview_value(self) -> Any:
        """The first ones of the register, or one who is not there."""
        found = list(_with_places(ContactPerson.objects.published())[:PREVIEWED])
        persons = found or [_example()]
        return self.normalize(
            {"title": gettext("Ask them"), "municipality": "", "persons": persons}
        )


def _with_places(persons: ContactPersonQuerySet) -> ContactPersonQuerySet:
    return persons.select_related("municipality").defer("municipality__outline")


def _read(raw: list[Any]) -> Iterable[ContactPerson]:
    """Return all whom blocks show, by municipality as the register orders them. Makes one query."""
    chosen = (item for one in raw for item in one.get("persons") or ())
    keys = {item["value"] if isinstance(item, dict) else item for item in chosen} - {None}
    codes = {one.get("municipality") for one in raw} - {None, ""}
    if not (keys or codes):
        return ()
    shown = Q(pk__in=keys) | Q(municipality__code__in=codes, live=True)
    return _with_places(ContactPerson.objects.filter(shown))


def _municipality(request: HttpRequest | None, code: str | None) -> Municipality | None:
    """Return a municipality, None without one; others on the page may have read them all."""
    return MapReading.of(request).municipalities.get(code) if code else None


def _directory_url(request: HttpRequest | None, place: Municipality | None) -> str:
    """Return where all contact persons are, of the municipality if one is given.

    Empty without such a page. Makes no query where the menus are read anyway.
    """
    from pages.models import ContactsPage

    page = Wayfinder.of(request).destination(ContactsPage) if request else None
    if page is None:
        return ""
    narrowed = f"?{urlencode({'municipality': place.code})}" if place else ""
    return f"{page.get_url(request)}{narrowed}"


def _example() -> ContactPerson:
    return ContactPerson(
        municipality=Municipality(name=gettext("Municipality")),
        title=gettext("Contact person for associations"),
        phone="010 000 0000",
        tasks=gettext("Advice on grants, rooms and working together."),
    )
