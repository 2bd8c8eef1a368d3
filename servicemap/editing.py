"""Who may do what to listings in the admin, as Wagtail's permission policies say."""

from typing import Any

from wagtail.permissions import policy_registry

from .models import LISTING_MODELS, Listing
from .querysets import ListingQuerySet

CHANGE, PUBLISH, VIEW = "change", "publish", "view"


def may(user: Any, action: str, listing: Listing) -> bool:
    """Whether the user may do so to this very listing."""
    policy = policy_registry.get_by_type(type(listing))
    return bool(policy.user_has_permission_for_instance(user, action, listing))


def allowed(user: Any, action: str, model: type[Listing]) -> ListingQuerySet:
    """Return the listings of a kind to which the user may do so."""
    found: ListingQuerySet = policy_registry.get_by_type(model).instances_user_has_permission_for(
        user, action
    )
    return found


def may_see_listings(user: Any) -> bool:
    """Whether the user has to do with listings of any kind."""
    actions = {"add", CHANGE, PUBLISH, VIEW}
    return any(
        policy_registry.get_by_type(model).user_has_any_permission(user, actions)
        for model in LISTING_MODELS
    )
