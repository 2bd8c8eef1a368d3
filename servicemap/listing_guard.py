"""Lets editors of a municipality do in the admin what they may, with its own listings only."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from .models import Municipality
from .territory import (
    bound_to,
    concerned_municipalities,
    may_everywhere,
    may_in,
    permission_name,
)

WITHOUT_PLACE = frozenset({"view", "add"})
"""What a permission for listings as such is enough for; forms see to where a new one is put."""

PUTS_OUT = frozenset({"publish", "workflow-action"})
"""What a form can be sent for that changes what residents see."""


class ListingPermissionPolicy(ModelPermissionPolicy):
    """Wagtail's usual permissions, those of a municipality's group for its own listings only."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the user may do this with this very listing."""
        permission = self._get_permission_name(action)
        if action in WITHOUT_PLACE or may_everywhere(user, permission):
            return bool(user.has_perm(permission))
        return user.has_perm(permission) and may_in(
            user, permission, concerned_municipalities(instance)
        )

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        """What the user may do one of the actions with."""
        listings = self.model._default_manager
        names = [self._get_permission_name(action) for action in actions]
        held = [name for name in names if user.has_perm(name)]
        if not held:
            return listings.none()
        if any(may_everywhere(user, name) for name in held) or WITHOUT_PLACE & set(actions):
            return listings.all()
        return listings.in_charge_of(bound_to(user, held[0]) or ())


class OneListingPolicy(ListingPermissionPolicy):
    """Answers every question about the model for one of its listings."""

    def __init__(self, listing: Any) -> None:
        super().__init__(type(listing))
        self.listing = listing

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user may do this with the listing."""
        return self.user_has_permission_for_instance(user, action, self.listing)


class ListingGuard:
    """Makes any view of listings ask about the listing in its address, not about all listings."""

    request: HttpRequest
    guarded_key: Any
    model: Any
    action: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the listing's key: some of Wagtail's views take it for themselves."""
        self.guarded_key = kwargs.get("pk")
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def guarded(self) -> Any:
        """The listing in the address, as it is in the database. Makes a query."""
        if self.guarded_key is None:
            return None
        return get_object_or_404(self.model, pk=unquote(str(self.guarded_key)))

    @cached_property
    def permission_policy(self) -> ListingPermissionPolicy:
        """That of the listing."""
        if self.guarded is not None:
            return OneListingPolicy(self.guarded)
        policy: ListingPermissionPolicy = policy_registry.get_by_type(self.model)
        return policy

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who may at least see listings, whatever the view itself asks."""
        if not self.permission_policy.user_has_permission(request.user, "view"):
            raise PermissionDenied
        if self._is_elsewhere():
            return self._say_whose_it_is()
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def _is_elsewhere(self) -> bool:
        """Whether somebody opens the form of a listing of another municipality than their own."""
        if self.request.method != "GET" or self.guarded is None:
            return False
        if getattr(self, "view_name", "") != "edit":
            return False
        user, change = self.request.user, permission_name(self.model, "change")
        return user.has_perm(change) and not self.permission_policy.user_has_permission(
            user, "change"
        )

    def _say_whose_it_is(self) -> HttpResponse:
        concerned = [key for key in concerned_municipalities(self.guarded) if key is not None]
        towns = Municipality.objects.filter(pk__in=concerned)
        names = ", ".join(map(str, towns.only("name", "name_sv", "name_en")))
        if names:
            said = _("%(listing)s: the editors of its municipality look after it (%(towns)s).")
        else:
            said = _("%(listing)s: it is in no municipality, so publishers look after it.")
        messages.warning(self.request, said % {"listing": self.guarded, "towns": names})
        name = f"wagtailsnippets_servicemap_{self.model._meta.model_name}:inspect"
        return redirect(name, quote(self.guarded.pk))

    def is_valid(self, form: Any) -> bool:
        """Refuse to put a listing out in a municipality where the user may not publish."""
        valid: bool = super().is_valid(form)  # type: ignore[misc]
        if valid and getattr(self, "action", "") in PUTS_OUT and not self._may_put_out(form):
            form.add_error("municipality", _("You may publish in your own municipality only."))
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            valid = False
        return valid

    def _may_put_out(self, form: Any) -> bool:
        place = form.instance.responsible_municipality_id
        return may_in(self.request.user, permission_name(self.model, "publish"), [place])


class OwnCheckboxColumn(BulkActionsCheckboxColumn):
    """Checkboxes of the listings that the user may edit."""

    def __init__(self, *args: Any, may: Callable[[str, Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = may

    def render_cell_html(self, instance: Any, parent_context: Any) -> str:
        """An empty cell where nothing could be done."""
        if self.may("change", instance):
            html: str = super().render_cell_html(instance, parent_context)
            return html
        return SafeString("<td></td>")


class GuardedList:
    """Links to the forms of those listings only that the user may edit, to the others' data."""

    request: HttpRequest
    permission_policy: ListingPermissionPolicy

    @cached_property
    def columns(self) -> list[Any]:
        """As Wagtail's, with checkboxes for those listings only that the user may edit."""
        columns = super().columns  # type: ignore[misc]
        return [
            OwnCheckboxColumn(column.name, obj_type=column.obj_type, may=self._may)
            if isinstance(column, BulkActionsCheckboxColumn)
            else column
            for column in columns
        ]

    def _may(self, action: str, listing: Any) -> bool:
        return self.permission_policy.user_has_permission_for_instance(
            self.request.user, action, listing
        )

    def get_edit_url(self, instance: Any) -> str | None:
        """None if the user may not."""
        url: str | None = super().get_edit_url(instance)  # type: ignore[misc]
        return url if url and self._may("change", instance) else None

    def get_delete_url(self, instance: Any) -> str | None:
        """None if the user may not."""
        url: str | None = super().get_delete_url(instance)  # type: ignore[misc]
        return url if url and self._may("delete", instance) else None


class GuardedViewSet(SnippetViewSet):
    """All of a listing's views behind the guard, those that are added later, too."""

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Put the guard before the view."""
        guards: tuple[type, ...] = (ListingGuard,)
        if issubclass(view_class, IndexView):
            guards = (GuardedList, *guards)
        guarded = type(view_class.__name__, (*guards, view_class), {"__doc__": view_class.__doc__})
        return super().construct_view(guarded, **kwargs)
