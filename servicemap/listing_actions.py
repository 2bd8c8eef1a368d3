"""What editors do to many listings at once: confirm, publish and unpublish them."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, log
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from .editing import PUBLISH, may
from .models import LISTING_MODELS, Listing

CONFIRMED = "servicemap.confirm"
"""The log's name for a confirmation."""


class AllOfTheList:
    """Takes “all in the list” for what the list shows, narrowed and searched as it is.

    Wagtail takes it for all that there are, whatever the list shows.
    """

    request: Any
    model: Any

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        """Return the keys of what the list in the address shows on all its pages."""
        index = self.model.snippet_viewset.index_view
        view = index.view_class(**index.view_initkwargs)
        view.setup(self.request)
        keys: QuerySet[Any] = view.get_queryset().order_by().values_list("pk", flat=True)
        return keys


class ListingAction(AllOfTheList, SnippetBulkAction):
    """Something done to the chosen listings that the user may publish; each is logged.

    A listing that is locked or cannot be published is left as it is, and the answer names it.
    """

    models = LISTING_MODELS
    template_name = "servicemap/admin/listing_action.html"
    classes: set[str] = set()
    question: Any
    undoing: Any

    def __init__(self, request: Any, model: type[Listing]) -> None:
        super().__init__(request, model)
        self.refused: list[str] = []

    def check_perm(self, listing: Listing) -> bool:
        """Whether the user may publish this one, and it is not locked for them."""
        lock = listing.get_lock()
        is_locked = lock is not None and lock.for_user(self.request.user)
        return may(self.request.user, PUBLISH, listing) and not is_locked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is asked."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "action": self}

    @classmethod
    def execute_action(cls, objects: Sequence[Listing], **kwargs: Any) -> tuple[int, int]:
        """Do it to one after the other."""
        view: ListingAction = kwargs["self"]
        return sum(view.attempt(listing) for listing in objects), 0

    def attempt(self, listing: Listing) -> bool:
        """Do it to one listing; return whether that changed anything."""
        try:
            return self.act(listing)
        except ValidationError as error:
            self.refused.append(f"{listing}: {' '.join(error.messages)}")
            return False

    def act(self, listing: Listing) -> bool:
        """Do it to one listing and log it; return whether that changed anything."""
        raise NotImplementedError

    def done(self, count: int) -> str:
        """What was done, with the number of listings."""
        raise NotImplementedError

    def get_success_message(self, count: int, children: int) -> str | None:
        """How many were changed, what can undo it; a warning of its own for those refused."""
        for reason in self.refused:
            messages.warning(self.request, reason)
        left = len(self.actionable_objects) - count - len(self.refused)
        parts = [self.done(count)] if count or not self.refused else []
        if left:
            parts.append(
                ngettext("%(count)d was so already.", "%(count)d were so already.", left)
                % {"count": left}
            )
        if count:
            parts.append(str(self.undoing))
        return " ".join(parts) or None


@hooks.register("register_bulk_action")
class ConfirmListings(ListingAction):
    """Everything holds as of today."""

    display_name = gettext_lazy("Confirm as up to date")
    aria_label = gettext_lazy("Confirm the chosen listings as up to date")
    action_type = "confirm"
    action_priority = 10
    question = gettext_lazy(
        "Have you made sure that times, contact details and prices still hold? Readers are shown "
        "today as the day on which the information was confirmed."
    )
    undoing = gettext_lazy("A wrong day is put right in the listing's own form.")

    def act(self, listing: Listing) -> bool:
        """Record today; the history says who did it."""
        listing.confirm()
        log(instance=listing, action=CONFIRMED, user=self.request.user)
        return True

    def done(self, count: int) -> str:
        """In words."""
        return ngettext(
            "%(count)d listing was confirmed as up to date.",
            "%(count)d listings were confirmed as up to date.",
            count,
        ) % {"count": count}


@hooks.register("register_bulk_action")
class PublishListings(ListingAction):
    """The latest draft of each becomes what residents see."""

    display_name = gettext_lazy("Publish")
    aria_label = gettext_lazy("Publish the chosen listings")
    action_type = "publish"
    action_priority = 20
    question = gettext_lazy("Residents then see the latest draft of each of these.")
    undoing = gettext_lazy("Unpublish brings them back to drafts.")

    def act(self, listing: Listing) -> bool:
        """Publish the latest revision, or the listing itself where there is none."""
        if listing.live and not listing.has_unpublished_changes:
            return False
        draft = listing.get_latest_revision_as_object()
        draft.full_clean()
        revision = listing.get_latest_revision() or listing.save_revision(user=self.request.user)
        revision.publish(user=self.request.user)
        return True

    def done(self, count: int) -> str:
        """In words."""
        return ngettext(
            "%(count)d listing was published.", "%(count)d listings were published.", count
        ) % {"count": count}


@hooks.register("register_bulk_action")
class UnpublishListings(ListingAction):
    """Residents no longer see them; nothing is deleted."""

    display_name = gettext_lazy("Unpublish")
    aria_label = gettext_lazy("Unpublish the chosen listings")
    action_type = "unpublish"
    action_priority = 25
    classes = {"serious"}
    question = gettext_lazy("Residents then no longer see these. Nothing is deleted.")
    undoing = gettext_lazy("Publish brings them back.")

    def act(self, listing: Listing) -> bool:
        """Take it off the site."""
        if not listing.live:
            return False
        listing.unpublish(user=self.request.user)
        return True

    def done(self, count: int) -> str:
        """In words."""
        return ngettext(
            "%(count)d listing was unpublished.", "%(count)d listings were unpublished.", count
        ) % {"count": count}


@hooks.register("register_bulk_action", order=1)
class DeleteListings(AllOfTheList, DeleteBulkAction):
    """Wagtail's own, for what the list shows; it takes the place of that for all snippets."""

    models = LISTING_MODELS


@hooks.register("register_log_actions")
def name_confirmation(actions: LogActionRegistry) -> None:
    """Say in the history what a confirmation is."""
    actions.register_action(
        CONFIRMED, gettext_lazy("Confirm"), gettext_lazy("Confirmed as up to date")
    )
