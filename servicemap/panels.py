"""The forms in which editors fill in listings."""

from collections.abc import Sequence
from typing import Any

from django import forms
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

from .good_content import GoodContent
from .map_pin import MapPinPanel
from .territory_form import TerritoryForm
from .widgets import CategoryTree, PlainSlugInput

ABOUT_ASSOCIATION = (
    _(
        "Begin with what one can do here and who it is for. When the association was founded can "
        "come last."
    ),
    _(
        "Write to somebody who has never heard of you: everyday words, short sentences, no "
        "abbreviations."
    ),
    _("Give a role and an address that somebody reads rather than a person’s name: people change."),
    _("Choose at least one category. Without one nobody finds the association by its topic."),
)
ABOUT_FACILITY = (
    _("Tell how many fit in, what there is and what it costs: that is what people look for."),
    _("Say how the facility is booked and who gets the key."),
    _("Put the pin at the door rather than in the middle of the plot."),
    _("Mark the accessibility that has been checked on the spot. Leave out what is not sure."),
)
ABOUT_ACTIVITY = (
    _("A name says what is done: “Chair exercise for seniors” rather than “Group 3”."),
    _("Give the times in their own fields: only then the activity is found by day and hour."),
    _("Say whether beginners may come, what to bring and what it costs."),
    _("When the season ends, give the last day. The listing is easy to take up again next year."),
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


def basics(*own: Panel | str, advice: Sequence[Any]) -> ObjectList:
    """What it is: name, sentence, description, and what only this kind has."""
    return ObjectList(
        [
            GoodContent(advice),
            TitleFieldPanel("name", placeholder=_("Name*"), required_on_save=True),
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
                    "Residents find the place by its point. The numbers are degrees in WGS84, for "
                    "example 60.9827 and 25.6612; the map below fills them in."
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
            advice=ABOUT_ASSOCIATION,
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
            advice=ABOUT_FACILITY,
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
            advice=ABOUT_ACTIVITY,
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
