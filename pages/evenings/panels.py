"""The form in which editors write an evening: before it, how one registers, and after it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)

from pages import advice
from pages.models.body import BodyPage
from servicemap.good_content import GoodContent
from servicemap.panels import MapPinPanel

EVENING_FORM = TabbedInterface(
    [
        ObjectList(
            [
                GoodContent(advice.EVENING),
                *BodyPage.content_panels,
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                        FieldPanel("is_cancelled"),
                        FieldPanel("notice"),
                    ],
                    heading=_("When"),
                ),
                FieldPanel("lead"),
                FieldPanel("invited"),
                FieldPanel("programme"),
                FieldPanel("body"),
                MultiFieldPanel(
                    [
                        FieldPanel("municipalities", widget=forms.CheckboxSelectMultiple),
                        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                    ],
                    heading=_("What the evening concerns"),
                ),
            ],
            heading=_("Content"),
        ),
        ObjectList(
            [
                FieldPanel("facility"),
                MultiFieldPanel(
                    [
                        FieldPanel("place_name"),
                        FieldPanel("street_address"),
                        FieldRowPanel(
                            [FieldPanel("postal_code"), FieldPanel("place_municipality")]
                        ),
                    ],
                    heading=_("Or another place"),
                ),
                MapPinPanel(
                    [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
                    heading=_("Point on the map"),
                ),
                FieldPanel("online_url"),
            ],
            heading=_("Place"),
        ),
        ObjectList(
            [
                HelpPanel(template="pages/evenings/admin/_ways.html"),
                FieldPanel("takes_registrations"),
                FieldPanel("capacity"),
                FieldPanel("asks_catering"),
                FieldRowPanel(
                    [FieldPanel("registration_opens"), FieldPanel("registration_closes")]
                ),
                MultiFieldPanel(
                    [FieldPanel("contact_name"), FieldPanel("contact_email")],
                    heading=_("Whom to ask"),
                ),
            ],
            heading=_("Registration"),
        ),
        ObjectList(
            [
                HelpPanel(
                    _(
                        "<p>Write this within a week, while it is fresh. Those who were there "
                        "see that it mattered, the others what they missed, and everybody who "
                        "does what next.</p>"
                    )
                ),
                FieldPanel("summary"),
                FieldPanel("decisions"),
                FieldPanel("next_steps"),
                PageChooserPanel("next_evening", "pages.EveningPage"),
            ],
            heading=_("Afterwards"),
        ),
        ObjectList(BodyPage.promote_panels, heading=_("Promote")),
        ObjectList(BodyPage.settings_panels, heading=_("Settings")),
    ]
)
