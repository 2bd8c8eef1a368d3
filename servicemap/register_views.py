"""What all registers in the Wagtail admin share: their lists, exports, histories and deletions."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.paginator import WagtailPaginator
from wagtail_modeladmin.helpers import DjangoORMSearchHandler
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, HistoryView, IndexView

from .models import LISTING_MODELS
from .spreadsheets import SafeExport

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


class RegisterIndexView(SafeExport, IndexView):
    """The list of a register's entries, and its export."""

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
    history_view_class = RegisterHistoryView
    delete_view_class = RegisterDeleteView
    search_handler_class = RegisterSearchHandler
    list_per_page = 50
    menu_hook = ""
    """The hook of a menu of ``admin_menu``; else the register is in the main menu."""

    def register_with_wagtail(self) -> None:
        """Put the register into its menu."""
        if self.menu_hook:
            self.add_to_admin_menu = False
            hooks.register(self.menu_hook, self.get_menu_item)
        super().register_with_wagtail()
