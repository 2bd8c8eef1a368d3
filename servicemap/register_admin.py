"""The registers in the Wagtail admin: plain lists that have no drafts."""

from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db import models
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail_modeladmin.helpers import DjangoORMSearchHandler
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import DeleteView, IndexView

from .map_pin import MapPinPanel
from .models import (
    LISTING_MODELS,
    AccessibilityFeature,
    Category,
    Membership,
    Municipality,
    Place,
    Synonym,
    TargetGroup,
    Theme,
)

BLOCKERS_SHOWN = 20


class EntryInUseError(Exception):
    """An entry cannot be deleted: other rows need it."""

    def __init__(self, blockers: set[models.Model]) -> None:
        super().__init__()
        self.blockers = sorted(blockers, key=str)


class RegisterDeleteView(DeleteView):
    """Says what an entry is used by, before deleting it and when it cannot be deleted."""

    def get_template_names(self) -> list[str]:
        """Our own page, which names what is in the way."""
        return ["servicemap/admin/register_delete.html"]

    def usage(self) -> list[dict[str, Any]]:
        """Count the listings that would lose the entry. Makes a query for each relation."""
        counts = []
        for listing_model in LISTING_MODELS:
            for relation in listing_model._meta.many_to_many:
                if relation.related_model is not self.model:
                    continue
                rows = listing_model._default_manager.filter(**{relation.name: self.instance})
                if count := rows.count():
                    name = capfirst(str(listing_model._meta.verbose_name_plural))
                    counts.append({"name": name, "count": count})
        return counts

    def delete_instance(self) -> None:
        """Delete; what prevents it leaves by our own exception.

        The parent's answer to ProtectedError fails on relations without a name.
        """
        try:
            super().delete_instance()
        except ProtectedError as error:
            raise EntryInUseError(error.protected_objects) from error

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete, or show what prevents it."""
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except EntryInUseError as error:
            finder = AdminURLFinder(request.user)
            blockers = [
                {
                    "object": item,
                    "kind": capfirst(str(item._meta.verbose_name)),
                    "url": finder.get_edit_url(item),
                }
                for item in error.blockers[:BLOCKERS_SHOWN]
            ]
            more = len(error.blockers) - len(blockers)
            context = self.get_context_data(blockers=blockers, more_blockers=more)
            return self.render_to_response(context)
        return response


class RegisterPaginator(WagtailPaginator):
    """Counts the entries without naming them: Finnish has another case beside a number."""

    @property
    def items_count_label(self) -> str:
        """How many there are in all."""
        return gettext("%(count)s in all") % {"count": self.count}


class RegisterIndexView(IndexView):
    """The list of a register's entries."""

    paginator_class = RegisterPaginator


class RegisterSearchHandler(DjangoORMSearchHandler):
    """Looks for the words in the registers' own columns."""

    def search_queryset(
        self, queryset: QuerySet[Any], search_term: str, **kwargs: Any
    ) -> QuerySet[Any]:
        """Only rows that hold every word."""
        # PostgreSQL refuses a query that holds the character NUL.
        words = search_term.replace("\0", " ")
        found: QuerySet[Any] = super().search_queryset(queryset, words, **kwargs)
        return found


class RegisterAdmin(ModelAdmin):
    """A register with names in the three languages."""

    index_view_class = RegisterIndexView
    search_handler_class = RegisterSearchHandler
    list_display: tuple[str, ...] = ("name", "name_sv", "name_en", "slug", "order")
    search_fields: tuple[str, ...] = ("name", "name_sv", "name_en", "slug")
    ordering: tuple[str, ...] = ("order", "name")
    own_panels: tuple[Panel, ...] = ()
    delete_view_class = RegisterDeleteView
    list_per_page = 50

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


class PlaceAdmin(ModelAdmin):
    """The gazetteer."""

    index_view_class = RegisterIndexView
    search_handler_class = RegisterSearchHandler
    model = Place
    menu_icon = "globe"
    list_display = ("name", "name_sv", "kind", "code", "municipality")
    list_filter = ("kind", MunicipalityFilter)
    list_select_related = ("municipality",)
    search_fields = ("name", "name_sv", "code")
    list_per_page = 50
    delete_view_class = RegisterDeleteView
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


class SynonymAdmin(ModelAdmin):
    """Words that search takes for each other."""

    index_view_class = RegisterIndexView
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
    list_per_page = 50
    delete_view_class = RegisterDeleteView

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


class MembershipAdmin(ModelAdmin):
    """Who may act for which association."""

    index_view_class = RegisterIndexView
    search_handler_class = RegisterSearchHandler
    model = Membership
    menu_icon = "user"
    list_display = ("user", "association", "role", "state", "created_at")
    list_filter = ("state", "role")
    list_select_related = ("user", "association")
    search_fields = ("user__email", "user__last_name", "association__name")
    list_per_page = 50
    delete_view_class = RegisterDeleteView
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
    menu_icon = "table"
    menu_order = 160
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
