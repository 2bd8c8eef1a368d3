"""What all registers in the Wagtail admin share: their lists, exports, histories and deletions."""

import datetime
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db import models, router
from django.db.models import ProtectedError, QuerySet, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail_modeladmin.helpers import DjangoORMSearchHandler
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import (
    CreateView,
    DeleteView,
    HistoryView,
    IndexView,
    InspectView,
)

from .in_words import yes_or_no
from .list_search import holding
from .models import LISTING_MODELS
from .paginators import EntryPaginator
from .spreadsheets import SafeExport, harmless

BLOCKERS_SHOWN = 20


class RegisterDeleteView(DeleteView):
    """Says what an entry is used by before deleting it, or right away that it cannot be deleted."""

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

    def in_the_way(self) -> list[models.Model]:
        """Find what needs the entry, so that it cannot be deleted. Makes a query a relation."""
        collector = Collector(using=router.db_for_write(self.model), origin=self.instance)
        try:
            collector.collect([self.instance])
        except ProtectedError as error:
            return sorted(error.protected_objects, key=str)
        except RestrictedError as error:
            return sorted(error.restricted_objects, key=str)
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is in the way: ``blockers``, and how many more there are."""
        finder = AdminURLFinder(self.request.user)
        found = self.in_the_way()
        blockers = [
            {
                "object": item,
                "kind": capfirst(str(item._meta.verbose_name)),
                "url": finder.get_edit_url(item),
            }
            for item in found[:BLOCKERS_SHOWN]
        ]
        more = len(found) - len(blockers)
        context: dict[str, Any] = super().get_context_data(
            blockers=blockers, more_blockers=more, **kwargs
        )
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete, or show what prevents it."""
        if self.in_the_way():
            return self.render_to_response(self.get_context_data())
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class RegisterIndexView(SafeExport, IndexView):
    """The list of a register's entries, and its export."""

    paginator_class = EntryPaginator

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the whole list to those who ask for a choice that there is not."""
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return redirect(request.path)
        return response

    def get_filters_params(self, params: Any = None) -> dict[str, list[str]]:
        """What an address asks for, without the character NUL, which PostgreSQL refuses."""
        asked: dict[str, list[str]] = super().get_filters_params(params)
        return {key: [value.replace("\0", "") for value in asked[key]] for key in asked}

    def get_filters(self, request: HttpRequest) -> tuple[list[Any], bool, dict[str, Any], bool]:
        """Those that are shown, and what an address says of the same fields.

        wagtail-modeladmin takes any field of any related model from an address, so that one could
        find out letter by letter what is in the fields that nobody is shown.
        """
        shown, has_any, others, are_distinct = super().get_filters(request)
        known = {key: values for key, values in others.items() if key in self.list_filter}
        return shown, has_any, known, are_distinct

    def get_filename(self) -> str:
        """What the register calls its exports, else the name of what is in it."""
        name: str = getattr(self.model_admin, "export_filename", self.model._meta.model_name)
        return name

    def get_heading(self, queryset: Any, field: str) -> Any:
        """The name of the column, without a capital letter in each word."""
        label = label_for_field(field, model=self.model, model_admin=self.model_admin)
        return harmless(capfirst(str(label)))

    def to_row_dict(self, item: models.Model) -> dict[str, Any]:
        """A row of the export: choices in words, nothing where there is nothing."""
        return {name: self._cell(name, item) for name in self.list_export}

    def _cell(self, name: str, item: models.Model) -> Any:
        field, _attribute, value = lookup_field(name, item, self.model_admin)
        if field is not None and field.choices:
            return dict(field.flatchoices).get(value, value)
        if isinstance(value, datetime.datetime) and timezone.is_aware(value):
            # On the clock of those who read it: spreadsheets know no time zones.
            return timezone.make_naive(value).replace(microsecond=0)
        return "" if value is None else value


class RegisterSearchHandler(DjangoORMSearchHandler):
    """Looks for the words in the registers' own columns."""

    def search_queryset(
        self, queryset: QuerySet[Any], search_term: str, **kwargs: Any
    ) -> QuerySet[Any]:
        """Only rows that hold every word."""
        return holding(queryset, search_term, self.search_fields)


class RegisterCreateView(CreateView):
    """The form of a new entry, under a heading that suits any name of what is in the register."""

    page_title = gettext_lazy("Add:")


class RegisterInspectView(InspectView):
    """All fields of an entry, for a register that turns this on."""

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        """As modeladmin's, whether something is so in words."""
        value = super().get_field_display_value(field_name, field)
        return yes_or_no(value) if isinstance(value, bool) else value


class RegisterHistoryView(HistoryView):
    """Who has changed an entry: for those only who may change or delete it themselves."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Turn the others away, which wagtail-modeladmin does not."""
        helper, user = self.permission_helper, request.user
        if not (
            helper.user_can_edit_obj(user, self.instance)
            or helper.user_can_delete_obj(user, self.instance)
        ):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class RegisterModelAdmin(ModelAdmin):
    """A register: start from this one for whatever is managed through wagtail-modeladmin."""

    index_view_class = RegisterIndexView
    create_view_class = RegisterCreateView
    history_view_class = RegisterHistoryView
    delete_view_class = RegisterDeleteView
    inspect_view_class = RegisterInspectView
    search_handler_class = RegisterSearchHandler
    index_template_name = "servicemap/admin/register_list.html"
    index_view_extra_css = ["servicemap/admin/register-list.css"]
    list_per_page = 50
    translated_name = "name"
    """The field that tells whether an entry has been translated."""

    menu_hook = ""
    """The hook of a menu of ``admin_menu``; else the register is in the main menu."""

    def get_menu_label(self) -> Any:
        """Its own label, else the name of what is in it without a capital letter in each word."""
        return self.menu_label or capfirst(self.model._meta.verbose_name_plural)

    def register_with_wagtail(self) -> None:
        """Put the register into its menu."""
        if self.menu_hook:
            self.add_to_admin_menu = False
            hooks.register(self.menu_hook, self.get_menu_item)
        super().register_with_wagtail()
