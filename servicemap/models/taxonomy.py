"""The registers that listings are classified by."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .translation import Translated


class Register(models.Model):
    """A named, ordered entry with a stable slug."""

    slug = models.SlugField(_("identifier"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    display_name = Translated("name")

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.display_name


class Category(Register):
    """What a listing is about: one tree for associations, facilities and activities."""

    class Scheme(models.TextChoices):
        TOPIC = "topic", _("Own topic")
        HOBBY = "hobby", _("Hobby taxonomy")
        LIPAS = "lipas", _("LIPAS facility type")
        PRH = "prh", _("Purpose class of the register of associations")

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    scheme = models.CharField(
        _("scheme"), max_length=10, choices=Scheme.choices, default=Scheme.TOPIC
    )
    code = models.CharField(_("code in the scheme"), max_length=40, blank=True)
    search_terms = models.TextField(
        _("search words"),
        blank=True,
        help_text=_("Other words people use for this, separated by commas."),
    )

    class Meta(Register.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                condition=~models.Q(code=""),
                name="category_code_once_per_scheme",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="category_not_its_own_parent",
            ),
        ]

    def clean(self) -> None:
        """Refuse a parent that lies below this category."""
        super().clean()
        ancestor, seen = self.parent, set()
        while ancestor is not None and ancestor.pk not in seen:
            if self.pk and ancestor.pk == self.pk:
                raise ValidationError({"parent": _("A category cannot be below itself.")})
            seen.add(ancestor.pk)
            ancestor = ancestor.parent

    def branch(self) -> list[int]:
        """Return the keys of this category and of all below it. Makes one query."""
        children: dict[int | None, list[int]] = {}
        for pk, parent_id in Category.objects.values_list("pk", "parent_id"):
            children.setdefault(parent_id, []).append(pk)
        found = [self.pk]
        for pk in found:
            found.extend(children.get(pk, []))
        return found


class TargetGroup(Register):
    """For whom a listing is meant."""

    class Meta(Register.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class Theme(Register):
    """One of the region's wellbeing (HYTE) themes."""

    description = models.TextField(_("description"), blank=True)
    description_sv = models.TextField(_("description in Swedish"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    display_description = Translated("description")

    class Meta(Register.Meta):
        verbose_name = _("wellbeing theme")
        verbose_name_plural = _("wellbeing themes")


class AccessibilityFeature(Register):
    """Something that makes a place or an activity accessible."""

    class Meta(Register.Meta):
        verbose_name = _("accessibility feature")
        verbose_name_plural = _("accessibility features")


def category_tree(categories: "models.QuerySet[Category]") -> list[dict[str, Any]]:
    """Return the categories in tree order with their depth. Makes one query.

    Each row is ``{"category": Category, "depth": int}``; roots have depth 0.
    """
    children: dict[int | None, list[Category]] = {}
    for category in categories:
        children.setdefault(category.parent_id, []).append(category)
    rows: list[dict[str, Any]] = []

    def walk(parent_id: int | None, depth: int) -> None:
        for category in children.get(parent_id, []):
            rows.append({"category": category, "depth": depth})
            walk(category.pk, depth + 1)

    walk(None, 0)
    return rows
