"""Forms that offer a municipality's editors their own municipality only."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from .territory import bound_to, permission_name


class TerritoryForm(WagtailAdminModelForm):
    """Lets nobody put an entry where they may not edit it."""

    municipality_field: ClassVar[str] = "municipality"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = self._own_municipalities()
        field = self.fields.get(self.municipality_field)
        if self.own is None or field is None:
            return
        field.queryset = field.queryset.filter(pk__in=self.own)
        if len(self.own) == 1:
            field.empty_label = None
            if not self.initial.get(self.municipality_field):
                (self.initial[self.municipality_field],) = self.own

    def _own_municipalities(self) -> frozenset[int] | None:
        """None for whom may add entries anywhere."""
        user = self.for_user
        if user is None:
            return None
        action = "change" if self.instance.pk else "add"
        return bound_to(user, permission_name(type(self.instance), action))

    def clean(self) -> dict[str, Any]:
        """Fill in one's only municipality; ask for one of several."""
        cleaned: dict[str, Any] = super().clean()
        name = self.municipality_field
        if self.own is None or name not in self.fields or name in self.errors:
            return cleaned
        if cleaned.get(name) is None:
            own = list(self.fields[name].queryset)
            if len(own) == 1:
                cleaned[name] = own[0]
            else:
                self.add_error(name, _("Choose one of your municipalities."))
        return cleaned
