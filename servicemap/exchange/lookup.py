"""What the loader looks names up in: the registers and the associations, read once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _

from servicemap.models import (
    AccessibilityFeature,
    Association,
    Category,
    Municipality,
    TargetGroup,
)
from servicemap.models.taxonomy import Register

from .rows import FieldError

REGISTERS: dict[str, type[Register]] = {
    "categories": Category,
    "target_groups": TargetGroup,
    "accessibility": AccessibilityFeature,
}
"""The listing's fields that hold entries of registers."""


def folded(name: str) -> str:
    """Return the name as it is compared: letter case and spaces aside."""
    return " ".join(name.split()).casefold()


@dataclass
class Registers:
    """Entries of the registers by slug, municipalities by code and by name."""

    entries: dict[str, dict[str, Register]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    municipalities: dict[str, Municipality] = field(default_factory=dict)
    municipality_codes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Self:
        """Read all registers. Makes four queries."""
        found = cls()
        for name, model in REGISTERS.items():
            found.entries[name] = {entry.slug: entry for entry in model._default_manager.all()}
        for category in found.entries["categories"].values():
            if isinstance(category, Category) and category.code:
                found.codes[f"{category.scheme}:{category.code}"] = category.slug
        for municipality in Municipality.objects.all():
            found.municipalities[municipality.code] = municipality
            for name in (
                municipality.code,
                municipality.slug,
                municipality.name,
                municipality.name_sv,
                municipality.name_en,
            ):
                if name:
                    found.municipality_codes[folded(name)] = municipality.code
        return found

    def slugs(self, name: str, given: Iterable[str]) -> list[str]:
        """Return the slugs of the entries, in order. Raises FieldError that names the unknown."""
        found: list[str] = []
        unknown: list[str] = []
        for item in given:
            slug = self.codes.get(item, item) if name == "categories" else item
            (found if slug in self.entries[name] else unknown).append(slug)
        if unknown:
            reason = _("Not in the register: %(names)s.") % {"names": ", ".join(unknown)}
            raise FieldError(name, reason)
        return sorted(set(found))

    def municipality_code(self, given: str) -> str | None:
        """Return the code of a municipality named by name or code; None if it is unknown."""
        name = given.zfill(3) if given.isdecimal() else given
        return self.municipality_codes.get(folded(name))


@dataclass
class Associations:
    """Associations by their id in the source, by slug and by name."""

    source: str
    by_source_id: dict[str, int] = field(default_factory=dict)
    by_slug: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, set[int]] = field(default_factory=dict)

    @classmethod
    def load(cls, source: str) -> Self:
        """Read all associations. Makes one query."""
        found = cls(source)
        for association in Association.objects.values(
            "pk", "slug", "name", "name_sv", "name_en", "source", "source_id"
        ):
            found.add(association)
        return found

    def add(self, association: dict[str, Any]) -> None:
        """Make an association known."""
        pk = association["pk"]
        if association["source"] == self.source:
            self.by_source_id[association["source_id"]] = pk
        self.by_slug[association["slug"]] = pk
        for name in ("name", "name_sv", "name_en"):
            if association[name]:
                self.by_name.setdefault(folded(association[name]), set()).add(pk)

    def find(self, given: str) -> int | None:
        """Return the association's primary key. Raises FieldError if several have the name."""
        pk = self.by_source_id.get(given) or self.by_slug.get(given)
        if pk is not None:
            return pk
        named = self.by_name.get(folded(given), set())
        if len(named) > 1:
            reason = _("Several associations are called “%(name)s”. Give the id.")
            raise FieldError("organiser", reason % {"name": given})
        return next(iter(named), None)
