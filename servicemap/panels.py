"""The forms in which editors fill in listings."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms.widgets import Script
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from .territory_form import TerritoryForm
from .widgets import CategoryTree, PlainSlugInput


class MapPinPanel(MultiFieldPanel):
    """The coordinates as numbers, and a map to pick them from."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The fields with the map below them."""

        template_name = "servicemap/admin/map_pin_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the raster tiles, if the site has any."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {
                **context,
                "tiles_url": settings.MAP_TILES_URL,
                "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
            }

        @cached_property
        def media(self) -> forms.Media:
            """Leaflet and the map's own script."""
            return super().media + forms.Media(
                css={"all": ["leaflet/leaflet.css", "servicemap/admin/map-pin.css"]},
                js=[
                    "leaflet/leaflet.js",
                    Script("servicemap/admin/map-pin.js", type="module"),  # type: ignore[list-item]
                ],
            )


CONTACT_POINT_PANELS = [
    FieldPanel("title"),
    FieldRowPanel([FieldPanel("name"), FieldPanel("phone"), FieldPanel("email")]),
    FieldPanel("description"),
]

SCHEDULE_PANELS = [
    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
    FieldRowPanel([FieldPanel("freq"), FieldPanel("interval")]),
    FieldPanel("byday"),
    FieldRowPanel([FieldPanel("dtstart"), FieldPanel("until")]),
    FieldPanel("exdates"),
    FieldPanel("description"),
]


def basics(*own: Panel | str) -> ObjectList:
    """What it is: name, sentence, description, and what only this kind has."""
    return ObjectList(
        [
            TitleFieldPanel("name", placeholder=False, required_on_save=True),
            FieldPanel("summary"),
            FieldPanel("description", widget=forms.Textarea(attrs={"rows": 8})),
            FieldPanel("easy_language", widget=forms.Textarea(attrs={"rows": 5})),
            *own,
            MultiFieldPanel(
                [FieldPanel("price"), FieldPanel("price_info")], heading=_("What it costs")
            ),
            FieldPanel("confirmed_on"),
            FieldPanel("slug", widget=PlainSlugInput),
            PublishingPanel(),
        ],
        heading=_("Basics"),
    )


def schedules(heading: Any) -> InlinePanel:
    """Times one below the other."""
    return InlinePanel("schedules", heading=heading, label=_("Schedule"), panels=SCHEDULE_PANELS)


def place(*before: Panel | str, heading: Any) -> ObjectList:
    """Where it is: address, municipality, point on the map."""
    return ObjectList(
        [
            *before,
            MultiFieldPanel(
                [
                    FieldPanel("street_address"),
                    FieldRowPanel([FieldPanel("postal_code"), FieldPanel("municipality")]),
                ],
                heading=_("Address"),
            ),
            MapPinPanel(
                [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
                heading=_("Point on the map"),
                help_text=_(
                    "Click the map or drag the pin. The numbers are degrees in WGS84, "
                    "for example 60.9827 and 25.6612."
                ),
            ),
        ],
        heading=heading,
    )


CONTACT = ObjectList(
    [
        FieldPanel("website"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        InlinePanel(
            "contact_points",
            heading=_("Contact points"),
            label=_("Contact point"),
            panels=CONTACT_POINT_PANELS,
        ),
    ],
    heading=_("Contact"),
)

CLASSIFICATION = ObjectList(
    [
        FieldPanel("categories", widget=CategoryTree),
        FieldPanel("target_groups", widget=forms.CheckboxSelectMultiple),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        FieldPanel("accessibility", widget=forms.CheckboxSelectMultiple),
        FieldPanel("languages"),
        FieldPanel("keywords"),
    ],
    heading=_("Classification"),
)

TRANSLATIONS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel(f"name_{code}"),
                FieldPanel(f"summary_{code}"),
                FieldPanel(f"description_{code}", widget=forms.Textarea(attrs={"rows": 6})),
                FieldPanel(f"easy_language_{code}", widget=forms.Textarea(attrs={"rows": 4})),
            ],
            heading=language,
        )
        for code, language in (("sv", "Svenska"), ("en", "English"))
    ],
    heading=_("Language versions"),
)

ASSOCIATION_FORM = TabbedInterface(
    [
        basics(
            FieldPanel("joining", widget=forms.Textarea(attrs={"rows": 4})),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("registration_number"), FieldPanel("founded_year")])],
                heading=_("Register of associations"),
            ),
        ),
        place(
            FieldPanel("service_area", widget=forms.CheckboxSelectMultiple),
            heading=_("Location"),
        ),
        CONTACT,
        CLASSIFICATION,
        TRANSLATIONS,
    ],
    base_form_class=TerritoryForm,
)

FACILITY_FORM = TabbedInterface(
    [
        basics(
            MultiFieldPanel([FieldPanel("organiser"), FieldPanel("operator")], heading=_("Run by")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("area_m2")]),
                    FieldPanel("equipment", widget=forms.Textarea(attrs={"rows": 4})),
                ],
                heading=_("Size and equipment"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("for_associations"),
                    FieldPanel("booking_info", widget=forms.Textarea(attrs={"rows": 4})),
                    FieldPanel("booking_url"),
                ],
                heading=_("Booking"),
            ),
        ),
        place(heading=_("Location")),
        ObjectList([schedules(_("Opening hours"))], heading=_("Opening hours")),
        CONTACT,
        CLASSIFICATION,
        TRANSLATIONS,
    ],
    base_form_class=TerritoryForm,
)

ACTIVITY_FORM = TabbedInterface(
    [
        basics(
            MultiFieldPanel(
                [FieldPanel("organiser"), FieldPanel("organiser_name")], heading=_("Organiser")
            ),
            MultiFieldPanel(
                [
                    FieldPanel("registration_required"),
                    FieldPanel("registration_url"),
                    FieldRowPanel([FieldPanel("age_min"), FieldPanel("age_max")]),
                ],
                heading=_("Taking part"),
            ),
        ),
        place(
            schedules(_("Times")),
            FieldPanel("facility"),
            heading=_("Time and place"),
        ),
        CONTACT,
        CLASSIFICATION,
        TRANSLATIONS,
    ],
    base_form_class=TerritoryForm,
)
