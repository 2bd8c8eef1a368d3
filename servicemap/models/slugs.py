"""Identifiers in addresses, made of names."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

LONGEST = 90
"""Letters of a name that are taken; there is room behind them for a number."""


def free_slug(name: str, fallback: str, others: models.QuerySet[Any]) -> str:
    """Return a slug made of the name that none of the others has. Makes one query.

    ``fallback`` is for names of which nothing is left.
    """
    base = slugify(name)[:LONGEST].strip("-") or fallback
    alike = others.filter(Q(slug=base) | Q(slug__startswith=f"{base}-"))
    taken = set(alike.values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
