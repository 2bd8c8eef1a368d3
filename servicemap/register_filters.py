"""What editors narrow the lists of registers by."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import ContactPerson, Municipality, StaffGroup
from .register_uses import used

MISSING = {"sv": _("Swedish is missing"), "en": _("English is missing")}


class RegisterFilter(SimpleListFilter):
    """Choices to narrow a list by; what is not among them narrows nothing."""

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.model, self.model_admin = model, model_admin
        super().__init__(request, params, model, model_admin)

    def chosen(self) -> str | None:
        """The choice; None without, and for one that there is not."""
        value = self.value()
        return value if value in {str(key) for key, _label in self.lookup_choices} else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Only what the choice lets through."""
        value = self.chosen()
        return queryset if value is None else self.narrow(queryset, value)

    def narrow(self, rows: Any, value: str) -> Any:
        """Only what the choice lets through."""
        raise NotImplementedError


class MunicipalityFilter(RegisterFilter):
    """Municipalities to choose from. Django's own filter needs Django's admin site."""

    title = _("municipality")
    parameter_name = "municipality"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """All municipalities."""
        return [(entry.pk, str(entry)) for entry in Municipality.objects.defer("outline")]

    def narrow(self, rows: Any, value: str) -> Any:
        """Only what is in the chosen one."""
        return rows.filter(municipality=value)


class ListingMunicipalityFilter(MunicipalityFilter):
    """Municipalities to choose from, for what is about listings."""

    def narrow(self, rows: Any, value: str) -> Any:
        """Only what is about listings that the chosen one's editors look after."""
        return rows.in_charge_of([int(value)])


class AssociationMunicipalityFilter(MunicipalityFilter):
    """Municipalities to choose from, for what is about associations."""

    def narrow(self, rows: Any, value: str) -> Any:
        """Only what is about associations of the chosen one."""
        return rows.filter(association__municipality=value)


class UseFilter(RegisterFilter):
    """Whether anything is classified by the entry; asks the register where that is said."""

    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """In use or not."""
        return [("used", _("In use")), ("unused", _("Not in use"))]

    def narrow(self, rows: Any, value: str) -> Any:
        """Only what is in use, or what is not."""
        condition = used(self.model_admin.used_in, self.model_admin.used_as)
        return rows.filter(condition if value == "used" else ~condition)


class TranslationFilter(RegisterFilter):
    """What still lacks its name in one of the other languages."""

    title = _("language versions")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """The languages in which the model has names."""
        return [
            (language, str(label))
            for language, label in MISSING.items()
            if self._has_field(f"{model_admin.translated_name}_{language}")
        ]

    def _has_field(self, name: str) -> bool:
        try:
            self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        return True

    def narrow(self, rows: Any, value: str) -> Any:
        """Only what lacks the language."""
        return rows.filter(**{f"{self.model_admin.translated_name}_{value}": ""})


class LookedAfterFilter(RegisterFilter):
    """Municipalities that lack somebody."""

    title = _("who looks after it")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """Whom associations may ask, and who keeps the listings."""
        return [("contact", _("No contact person")), ("editor", _("No editor"))]

    def narrow(self, rows: Any, value: str) -> Any:
        """Only municipalities that lack them."""
        own = {"municipality": OuterRef("pk")}
        if value == "contact":
            return rows.exclude(Exists(ContactPerson.objects.published().filter(**own)))
        return rows.exclude(Exists(StaffGroup.objects.filter(group__user__is_active=True, **own)))


class ParentFilter(RegisterFilter):
    """The topics at the root of the tree, and what is below them."""

    title = _("level")
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """Root or not."""
        return [("top", _("Main topics")), ("below", _("Below a topic"))]

    def narrow(self, rows: Any, value: str) -> Any:
        """Only the roots, or only the others."""
        return rows.filter(parent__isnull=value == "top")


class ConfirmedFilter(RegisterFilter):
    """Whether the owners of addresses have said that they want reminders."""

    title = _("state")
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """Gets reminders or not."""
        return [("yes", _("Gets reminders")), ("no", _("Has not confirmed"))]

    def narrow(self, rows: Any, value: str) -> Any:
        """With a confirmed subscription, or without any."""
        subscriptions = rows.model._meta.get_field("subscriptions").related_model.objects
        confirmed = Exists(subscriptions.confirmed().filter(subscriber=OuterRef("pk")))
        return rows.filter(confirmed if value == "yes" else ~confirmed)
