"""Registers of which the editors of a municipality keep their own part."""

from typing import Any

from django.db.models import Model
from wagtail_modeladmin.helpers import PermissionHelper

from .territory import may_in


class TerritoryPermissions(PermissionHelper):
    """Asks for each entry whether its municipality is the user's."""

    municipality_attribute = "municipality_id"

    def municipality_of(self, obj: Any) -> int | None:
        """Where the entry belongs; None where only those may act who may everywhere."""
        municipality: int | None = getattr(obj, self.municipality_attribute)
        return municipality

    def may(self, user: Any, action: str, obj: Model) -> bool:
        """Whether the user has the permission where the entry belongs."""
        permission = f"{self.opts.app_label}.{self.get_perm_codename(action)}"
        return may_in(user, permission, [self.municipality_of(obj)])

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        """Only one's own."""
        return self.may(user, "change", obj)

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        """Only one's own."""
        return self.may(user, "delete", obj)
