"""The registers in the Wagtail admin: plain lists that have no drafts."""

from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail_modeladmin.options import ModelAdminGroup

from .map_pin import MapPinPanel
from .models import (
    AccessibilityFeature,
    Category,
    Membership,
    Municipality,
    Place,
    Synonym,
    TargetGroup,
    Theme,
)
from .register_views import RegisterDeleteView as RegisterDeleteView
from .register_views import RegisterIndexView as RegisterIndexView
from .register_views import RegisterModelAdmin
from .register_views import RegisterSearchHandler as RegisterSearchHandler


class RegisterAdmin(RegisterModelAdmin):
    """A register with names in the three languages."""

    list_display: tuple[str, ...] = ("name", "name_sv", "name_en", "slug", "order")
    search_fields: tuple[str, ...] = ("name", "name_sv", "name_en", "slug")
    ordering: tuple[str, ...] = ("order", "name")
    own_panels: tuple[Panel, ...] = ()

    def get_edit_handler(self) -> ObjectList:
        """Names first, then what only this register has, the identifier and the order."""
        panels = [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("name_sv"), FieldPanel("name_en")]),
            *self.own_panels,
            FieldRowPanel([FieldPanel("slug"), FieldPanel("order")]),
        ]
        return ObjectList(panels).bind_to_model(self.model)


class MunicipalityAdmin(RegisterAdmin):
    """The region's municipalities."""

    model = Municipality
    menu_icon = "site"
    list_display = ("name", "name_sv", "code", "order")
    search_fields = ("name", "name_sv", "name_en", "code")
    own_panels = (
        FieldPanel("code"),
        MapPinPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading=_("Centre"),
        ),
    )


class CategoryAdmin(RegisterAdmin):
    """The category tree."""

    model = Category
    menu_icon = "list-ul"
    list_display = ("name", "parent", "scheme", "code", "slug")
    list_filter = ("scheme",)
    list_select_related = ("parent",)
    search_fields = ("name", "name_sv", "name_en", "slug", "code", "search_terms")
    own_panels = (
        FieldPanel("parent"),
        FieldPanel("search_terms"),
        FieldRowPanel([FieldPanel("scheme"), FieldPanel("code")]),
    )


class TargetGroupAdmin(RegisterAdmin):
    """Target groups."""

    model = TargetGroup
    menu_icon = "group"


class ThemeAdmin(RegisterAdmin):
    """Wellbeing themes."""

    model = Theme
    menu_icon = "tag"
    own_panels = (
        MultiFieldPanel(
            [
                FieldPanel("description"),
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


class MunicipalityFilter(SimpleListFilter):
    """Municipalities to choose from. Django's own filter needs Django's admin site."""

    title = _("municipality")
    parameter_name = "municipality"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """All municipalities."""
        return [(entry.pk, str(entry)) for entry in Municipality.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Only what is in the chosen one."""
        value = self.value()
        return queryset.filter(municipality=value) if value and value.isdigit() else queryset


class PlaceAdmin(RegisterModelAdmin):
    """The gazetteer."""

    model = Place
    menu_icon = "globe"
    list_display = ("name", "name_sv", "kind", "code", "municipality")
    list_filter = ("kind", MunicipalityFilter)
    list_select_related = ("municipality",)
    search_fields = ("name", "name_sv", "code")
    panels = [
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_sv")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("municipality")]),
        MapPinPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading=_("Point on the map"),
        ),
        FieldPanel("radius_m"),
    ]


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
    search_fields = ("words", "means")

    @display(description=_("in use"))
    def in_use(self, entry: Synonym) -> str:
        """In words: the icons of Django's own admin are not served."""
        return str(_("Yes") if entry.is_active else _("No"))

    panels = [
        FieldRowPanel(
            [
                FieldPanel("words", widget=AdminAutoHeightTextInput),
                FieldPanel("means", widget=AdminAutoHeightTextInput),
            ]
        ),
        FieldRowPanel([FieldPanel("language"), FieldPanel("means_language")]),
        FieldPanel("direction"),
        FieldPanel("is_active"),
    ]


class MembershipAdmin(RegisterModelAdmin):
    """Who may act for which association."""

    model = Membership
    menu_icon = "user"
    list_display = ("user", "association", "role", "state", "created_at")
    list_filter = ("state", "role")
    list_select_related = ("user", "association")
    search_fields = ("user__email", "user__last_name", "association__name")
    panels = [
        FieldPanel("user"),
        FieldPanel("association"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("state")]),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Those that wait for approval come first."""
        rows: QuerySet[Membership] = super().get_queryset(request)
        waiting = models.Case(
            models.When(state=Membership.State.PENDING, then=0),
            default=1,
            output_field=models.IntegerField(),
        )
        return rows.order_by(waiting, "-created_at")


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
