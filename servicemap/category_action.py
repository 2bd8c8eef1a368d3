"""What editors do to the categories of many listings at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from .listing_actions import ListingAction
from .models import Category, Listing
from .widgets import CategoryTree

CLASSIFIED = "servicemap.classify"
"""The log's name for a change of categories."""


class CategoriesForm(forms.Form):
    """Which categories to add and which to take away."""

    add = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Add"),
        queryset=Category.objects.all(),
        required=False,
        widget=CategoryTree,
        help_text=gettext_lazy("Those that have a category already keep it."),
    )
    remove = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Take away"),
        queryset=Category.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "The categories that these listings have now. A listing is never left without any."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something to do, and not for its opposite."""
        cleaned: dict[str, Any] = super().clean() or {}
        add, remove = (set(cleaned.get(name) or ()) for name in ("add", "remove"))
        if not self.errors and not add | remove:
            raise ValidationError(_("Choose what to add or to take away."))
        if both := sorted(str(category) for category in add & remove):
            self.add_error("remove", _("Both added and taken away: %s") % ", ".join(both))
        return cleaned


@hooks.register("register_bulk_action")
class ChangeCategories(ListingAction):
    """Adds categories to the listings and takes others away, in their drafts, too."""

    display_name = gettext_lazy("Change categories")
    aria_label = gettext_lazy("Change the categories of the chosen listings")
    action_type = "categories"
    action_priority = 15
    form_class = CategoriesForm
    cleaned_form: Any
    template_name = "servicemap/admin/category_action.html"
    question = gettext_lazy(
        "Residents find each of these under its new categories at once. What else is in a draft "
        "stays in the draft."
    )
    undoing = gettext_lazy("The history of each listing tells what was changed.")

    def get_form(self, form_class: Any = None) -> CategoriesForm:
        """Offer to take away what the chosen listings have."""
        form: CategoriesForm = super().get_form(form_class)
        listings, _refused = self.get_actionable_objects()
        held = {pk for listing in listings for pk in _shown(listing) | _drafted(listing)}
        form.fields["remove"].queryset = Category.objects.filter(pk__in=held)  # type: ignore[attr-defined]
        return form

    def act(self, listing: Listing) -> bool:
        """Change what residents see and the latest draft, and log it."""
        chosen = self.cleaned_form.cleaned_data
        add, remove = ({one.pk: str(one) for one in chosen[name]} for name in ("add", "remove"))
        shown, drafted = _shown(listing), _drafted(listing)
        # What only one of the two has is no reason to leave the other as it is.
        added, removed = add.keys() - (shown & drafted), remove.keys() & (shown | drafted)
        if not added | removed:
            return False
        _classify(listing, add.keys(), remove.keys())
        data = {
            "added": sorted(add[pk] for pk in added),
            "removed": sorted(remove[pk] for pk in removed),
        }
        log(instance=listing, action=CLASSIFIED, user=self.request.user, data=data)
        return True

    def done(self, count: int) -> str:
        """In words."""
        return ngettext(
            "The categories of %(count)d listing were changed.",
            "The categories of %(count)d listings were changed.",
            count,
        ) % {"count": count}


def _shown(listing: Any) -> set[int]:
    return {category.pk for category in listing.categories.all()}


def _drafted(listing: Any) -> set[int]:
    """Return the categories of the latest draft; without one those that are shown."""
    revision = listing.latest_revision
    return _shown(listing) if revision is None else set(revision.content.get("categories") or ())


def _classify(listing: Any, add: Any, remove: Any) -> None:
    """Change both without publishing the one or bringing back the other later."""
    wanted = [(source(listing) | add) - remove for source in (_shown, _drafted)]
    if not all(wanted):
        raise ValidationError(_("It would be left without a category."))
    shown, drafted = wanted
    listing.categories = Category.objects.filter(pk__in=shown)
    listing.save(update_fields=["categories", "updated_at"])
    if listing.latest_revision is not None:
        listing.latest_revision.content["categories"] = sorted(drafted)
        listing.latest_revision.save(update_fields=["content"])


class ClassifiedFormatter(LogFormatter):
    """Says in the history what was added and taken away."""

    label = gettext_lazy("Change categories")

    def format_message(self, log_entry: Any) -> str:
        """In words."""
        said = (
            (_("Categories added: %s"), log_entry.data.get("added")),
            (_("Categories taken away: %s"), log_entry.data.get("removed")),
        )
        return ". ".join(text % ", ".join(names) for text, names in said if names)


@hooks.register("register_log_actions")
def name_change_of_categories(actions: LogActionRegistry) -> None:
    """Say in the history what was changed."""
    actions.register_action(CLASSIFIED)(ClassifiedFormatter)
