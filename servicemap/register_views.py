"""What all registers in the Wagtail admin share: their lists, exports, histories and deletions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, router, transaction
from django.db.models import ProtectedError, QuerySet, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import TranslatableMixin
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
from .paginators import EntryPaginator
from .register_uses import classified_by
from .spreadsheets import SafeExport, harmless

BLOCKERS_SHOWN = 20


class InUse(Exception):  # noqa: N818
    """An entry cannot be deleted, since something needs it."""


def named(item: models.Model) -> str:
    """Return what an editor tells it by: pages of different languages may have the same title."""
    if isinstance(item, TranslatableMixin):
        return f"{item} ({item.locale.get_display_name()})"
    return str(item)


class RegisterDeleteView(DeleteView):
    """Asks before deleting an entry; says what uses it instead where it cannot be deleted."""

    def get_template_names(self) -> list[str]:
        """Our own page, which names what is in the way."""
        return ["servicemap/admin/register_delete.html"]

    def in_the_way(self) -> dict[type[models.Model], set[Any]]:
        """Find the keys of what needs the entry, by kind. Makes a query a relation."""
        found: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
        collector = Collector(using=router.db_for_write(self.model), origin=self.instance)
        protected: Iterable[models.Model] = ()
        try:
            collector.collect([self.instance])
        except ProtectedError as error:
            protected = error.protected_objects
        except RestrictedError as error:
            protected = error.restricted_objects
        for item in protected:
            found[type(item)].add(item.pk)
        if self.model_admin.stays_while_used:
            for model, keys in classified_by(self.instance):
                found[model] |= keys
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is in the way: ``kinds``, each with its first entries and how many there are."""
        finder = AdminURLFinder(self.request.user)
        kinds = []
        for model, keys in self.in_the_way().items():
            shown = model._default_manager.filter(pk__in=sorted(keys)[:BLOCKERS_SHOWN])
            entries = [
                {"name": named(item), "url": finder.get_edit_url(item)}
                for item in sorted(shown, key=str)
            ]
            name = capfirst(str(model._meta.verbose_name_plural))
            more = len(keys) - len(entries)
            kinds.append({"name": name, "count": len(keys), "entries": entries, "more": more})
        context: dict[str, Any] = super().get_context_data(
            kinds=sorted(kinds, key=itemgetter("name")), **kwargs
        )
        return context

    def delete_instance(self) -> None:
        """Delete the entry. Raises ``InUse`` where something has taken it in use just now."""
        try:
            super().delete_instance()
        except (ProtectedError, RestrictedError, IntegrityError) as error:
            # wagtail-modeladmin's own page of this fails on relations without a way back.
            raise InUse from error

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete, or show what prevents it."""
        try:
            with transaction.atomic():
                # Whoever takes the entry in use now waits until it is gone or stays.
                self.model._default_manager.select_for_update().filter(pk=self.instance.pk).exists()
                if self.in_the_way():
                    raise InUse
                response: HttpResponse = super().post(request, *args, **kwargs)
                return response
        except InUse:
            return self.render_to_response(self.get_context_data())


@dataclass(frozen=True)
class FilterInUse:
    """What a list is narrowed to by one filter, and the address of the list without it."""

    title: str
    value: str
    without: str


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

    def filters_in_use(self) -> list[FilterInUse]:
        """The filters by which the list is narrowed; the first choice of each is everything."""
        found = []
        for spec in self.filter_specs:
            everything, *choices = spec.choices(self)
            found += [
                FilterInUse(spec.title, str(choice["display"]), everything["query_string"])
                for choice in choices
                if choice["selected"]
            ]
        return found

    def export_contents(self) -> object:
        """The name of the register in the menu."""
        return self.model_admin.get_menu_label()

    def get_heading(self, queryset: Any, field: str) -> Any:
        """The name of the column, without a capital letter in each word."""
        if field == "pk":
            return super().get_heading(queryset, field)
        label = label_for_field(field, model=self.model, model_admin=self.model_admin)
        return harmless(capfirst(str(label)))

    def to_row_dict(self, item: models.Model) -> dict[str, Any]:
        """A row of the export: choices in words, nothing where there is nothing."""
        return {name: self._cell(name, item) for name in self.list_export}

    def _cell(self, name: str, item: models.Model) -> Any:
        field, _attribute, value = lookup_field(name, item, self.model_admin)
        if field is not None and field.choices:
            return dict(field.flatchoices).get(value, value)
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
    stays_while_used = False
    """Whether an entry cannot be deleted as long as something is classified by it."""

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
