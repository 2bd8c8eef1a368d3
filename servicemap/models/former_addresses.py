"""Addresses that something public had before: they lead on to the one that it has now."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect


class KeepsAddresses:
    """A model with ``slug``, ``live`` and a public page, whose old links go on working.

    Saving it makes a query more; a changed slug some for each language.
    """

    slug: Any
    pk: Any
    _state: Any
    _default_manager: Any

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; if the public address changes, let the old one lead to the new one."""
        former = self._public_slug(kwargs.get("update_fields"))
        if not former or former == self.slug:
            super().save(*args, **kwargs)  # type: ignore[misc]
            return
        before = self._paths(former)
        with transaction.atomic():
            super().save(*args, **kwargs)  # type: ignore[misc]
            for old, new in zip(before, self._paths(self.slug), strict=True):
                _lead(old, new)

    def public_paths(self) -> list[str]:
        """Return all paths with the slug in the active language, as many whatever it is."""
        raise NotImplementedError

    def _public_slug(self, update_fields: Any) -> str | None:
        if self._state.adding or (update_fields is not None and "slug" not in update_fields):
            return None
        rows = type(self)._default_manager.filter(pk=self.pk, live=True)
        slug: str | None = rows.values_list("slug", flat=True).first()
        return slug

    def _paths(self, slug: str) -> list[str]:
        """Return the paths under a slug in each language."""
        current, self.slug = self.slug, slug
        paths = []
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                paths += self.public_paths()
        self.slug = current
        return paths


def _lead(old: str, new: str) -> None:
    """Lead from a path to another, and what led to the first as well; the second leads nowhere."""
    Redirect.objects.filter(redirect_link=old).update(redirect_link=new)
    both = [Redirect.normalise_path(path) for path in (old, new)]
    Redirect.objects.filter(old_path__in=both, site=None).delete()
    Redirect.add_redirect(old, redirect_to=new, automatically_created=True)
