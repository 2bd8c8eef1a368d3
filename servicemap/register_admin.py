"""The registers in the Wagtail admin: plain lists that have no drafts."""

from typing import Any

from django.contrib.admin import display
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail_modeladmin.options import ModelAdminGroup

from .good_content import GoodContent
from .in_words import yes_or_no
from .map_pin import MapPinPanel
from .membership_admin import MembershipAdmin
from .models import (
    LISTING_MODELS,
    AccessibilityFeature,
    Category,
    Municipality,
    Place,
    Synonym,
    TargetGroup,
    Theme,
)
from .register_filters import (
    LookedAfterFilter,
    MunicipalityFilter,
    ParentFilter,
    TranslationFilter,
    UseFilter,
)
from .register_uses import with_uses
from .register_views import RegisterModelAdmin


class RegisterAdmin(RegisterModelAdmin):
    """A register with names in the three languages, by which something is classified."""

    list_display: tuple[str, ...] = ("name", "name_sv", "name_en", "slug", "uses")
    list_filter: tuple[Any, ...] = (UseFilter, TranslationFilter)
    search_fields: tuple[str, ...] = ("name", "name_sv", "name_en", "slug")
    list_export: tuple[str, ...] = ("name", "name_sv", "name_en", "slug", "order", "uses")
    ordering: tuple[str, ...] = ("order", "name")
    own_panels: tuple[Panel, ...] = ()
    stays_while_used = True
    used_in: tuple[type[models.Model], ...] = LISTING_MODELS
    used_as = ""
    """The name of the field in ``used_in`` that holds entries of this register."""

    advice: tuple[Any, ...] = ()
    name_help: Any = _("As residents say it: short, and in everyday words.")
    slug_help: Any = _(
        "Stands for the entry in addresses of searches and in imported files: a–z, digits and "
        "hyphens. Choose it once: links that people have saved do not follow a change."
    )

    def get_edit_handler(self) -> ObjectList:
        """Names first, then what only this register has, the identifier and the order."""
        order_help = _("The smallest number comes first, and what has the same number from A to Z.")
        panels = [
            *([GoodContent(self.advice)] if self.advice else []),
            FieldPanel("name", help_text=self.name_help),
            FieldRowPanel(
                [
                    FieldPanel(
                        "name_sv", help_text=_("Without it, readers of Swedish get “name”.")
                    ),
                    FieldPanel(
                        "name_en", help_text=_("Without it, readers of English get “name”.")
                    ),
                ]
            ),
            *self.own_panels,
            FieldRowPanel(
                [
                    FieldPanel("slug", help_text=self.slug_help),
                    FieldPanel("order", help_text=order_help),
                ]
            ),
        ]
        return ObjectList(panels).bind_to_model(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many are classified by each."""
        return with_uses(super().get_queryset(request), self.used_in, self.used_as)

    @display(description=pgettext_lazy("how many", "listings"), ordering="uses")
    def uses(self, entry: Any) -> int:
        """How many are classified by it, drafts included."""
        count: int = entry.uses
        return count


class MunicipalityAdmin(RegisterAdmin):
    """The region's municipalities."""

    model = Municipality
    menu_icon = "site"
    list_display = ("name", "name_sv", "code", "uses")
    list_filter = (LookedAfterFilter, UseFilter, TranslationFilter)
    list_export = (
        *("name", "name_sv", "name_en", "code", "slug", "latitude", "longitude"),
        *("order", "uses"),
    )
    search_fields = ("name", "name_sv", "name_en", "code")
    used_as = "municipality"
    name_help = _("The short name: Lahti rather than City of Lahti.")
    slug_help = _(
        "Stands for the municipality in addresses and in imported files. Choose it once: feeds "
        "that people follow do not follow a change."
    )
    own_panels = (
        FieldPanel(
            "code",
            help_text=_(
                "Three digits, as Statistics Finland numbers municipalities: 398 is Lahti."
            ),
        ),
        MapPinPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading=_("Centre"),
            help_text=_(
                "The point that stands for the municipality in search: the town hall or the market "
                "square rather than the middle of the area."
            ),
        ),
    )

    @display(description=pgettext_lazy("how many", "named as its municipality"), ordering="uses")
    def uses(self, entry: Any) -> int:
        """How many name it, drafts included: what is held at a facility may name none itself."""
        return super().uses(entry)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the outlines, which are long."""
        return super().get_queryset(request).defer("outline")


class CategoryAdmin(RegisterAdmin):
    """The category tree."""

    model = Category
    menu_icon = "list-ul"
    list_display = ("name", "parent", "scheme", "uses")
    list_filter = ("scheme", ParentFilter, UseFilter, TranslationFilter)
    list_export = (
        *("name", "name_sv", "name_en", "slug", "parent", "scheme", "code", "search_terms"),
        *("order", "uses"),
    )
    list_select_related = ("parent",)
    search_fields = ("name", "name_sv", "name_en", "slug", "code", "search_terms")
    used_as = "categories"
    advice = (
        _(
            "Add a category only where residents would look for it by that name and several "
            "listings belong to it. For another word for the same, search words do."
        ),
        _("Whoever searches for a category finds what is below it, too."),
    )
    own_panels = (
        FieldPanel(
            "parent",
            help_text=_("The wider category that this one is part of. Empty: a main topic."),
        ),
        FieldPanel("search_terms"),
        FieldRowPanel(
            [
                FieldPanel(
                    "scheme",
                    help_text=_(
                        "Where the category comes from. “Own topic” unless it is one of a "
                        "classification that others keep."
                    ),
                ),
                FieldPanel(
                    "code",
                    help_text=_("Its number in that classification. Imports find it by this."),
                ),
            ]
        ),
    )


class TargetGroupAdmin(RegisterAdmin):
    """Target groups."""

    model = TargetGroup
    menu_icon = "group"
    used_as = "target_groups"
    name_help = _("As the people themselves say it: “Seniors” rather than “The ageing population”.")


class ThemeAdmin(RegisterAdmin):
    """Wellbeing themes."""

    model = Theme
    menu_icon = "tag"
    used_as = "themes"
    list_export = (
        *("name", "name_sv", "name_en", "slug", "description", "description_sv"),
        *("description_en", "order", "uses"),
    )
    own_panels = (
        MultiFieldPanel(
            [
                FieldPanel(
                    "description",
                    help_text=_(
                        "What belongs to the theme, in a sentence or two, for those who choose "
                        "themes for listings."
                    ),
                ),
                FieldPanel("description_sv"),
                FieldPanel("description_en"),
            ],
            heading=_("Description"),
        ),
    )


class AccessibilityFeatureAdmin(RegisterAdmin):
    """Accessibility features."""

    model = AccessibilityFeature
    menu_icon = "view"
    used_as = "accessibility"
    name_help = _(
        "Something that can be checked on the spot: “Step-free entrance” rather than “Accessible”."
    )


class PlaceAdmin(RegisterModelAdmin):
    """The gazetteer."""

    model = Place
    menu_icon = "globe"
    list_display = ("name", "name_sv", "kind", "code", "municipality")
    list_filter = ("kind", MunicipalityFilter, TranslationFilter)
    list_select_related = ("municipality",)
    list_export = (
        *("name", "name_sv", "kind", "code", "municipality", "latitude", "longitude"),
        "radius_m",
    )
    search_fields = ("name", "name_sv", "code")
    panels = [
        GoodContent(
            (
                _(
                    "Places make “near Vierumäki” work in search. Add one that people name when "
                    "they say where they live or where something is."
                ),
            )
        ),
        FieldPanel(
            "kind",
            help_text=_("Tells how far the place is taken to reach, unless you say it below."),
        ),
        FieldRowPanel(
            [
                FieldPanel("name", help_text=_("As it is on maps and signs.")),
                FieldPanel("name_sv", help_text=_("Only if it has one of its own.")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("code", help_text=_("Five digits. For postcodes only.")),
                FieldPanel(
                    "municipality",
                    help_text=_("Tells places of one name apart. Empty where it is in several."),
                ),
            ]
        ),
        MapPinPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading=_("Point on the map"),
            help_text=_(
                "Where people meet rather than the middle of the area: shop, school, quay."
            ),
        ),
        FieldPanel("radius_m"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Place]:
        """Without the municipalities' outlines, which are long."""
        rows: QuerySet[Place] = super().get_queryset(request)
        return rows.select_related("municipality").defer("municipality__outline")


class SynonymAdmin(RegisterModelAdmin):
    """Words that search takes for each other."""

    model = Synonym
    menu_icon = "redirect"
    list_display = (
        "words",
        "means",
        "direction",
        "language",
        "in_use",
    )
    list_filter = ("language", "means_language", "direction", "is_active", "source")
    list_export = (
        *("words", "means", "direction", "language", "means_language", "is_active", "source"),
    )
    search_fields = ("words", "means")
    panels = [
        FieldRowPanel(
            [
                FieldPanel("words", widget=AdminAutoHeightTextInput),
                FieldPanel("means", widget=AdminAutoHeightTextInput),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("language", help_text=_("Of the words: one language in one entry.")),
                FieldPanel("means_language"),
            ]
        ),
        FieldPanel("direction"),
        FieldPanel("is_active"),
    ]

    @display(description=_("in use"))
    def in_use(self, entry: Synonym) -> str:
        """In words: the icons of Django's own admin are not served."""
        return yes_or_no(entry.is_active)


class RegistersGroup(ModelAdminGroup):
    """The registers in the menu."""

    menu_label = _("Registers")
    menu_item_name = "registers"
    menu_icon = "table"
    menu_order = 400
    items = (
        MembershipAdmin,
        MunicipalityAdmin,
        PlaceAdmin,
        CategoryAdmin,
        TargetGroupAdmin,
        ThemeAdmin,
        AccessibilityFeatureAdmin,
        SynonymAdmin,
    )
