"""What uses an entry of a register: for its list, its filter, its export and its deletion."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def _rows(model: type[models.Model], name: str) -> tuple[QuerySet[Any], str] | None:
    """Return the rows that tie the model to entries by a field, and their column; None without."""
    for field in model._meta.many_to_many:
        if field.name == name:
            through: Any = field.remote_field.through
            return through._default_manager.all(), field.m2m_reverse_field_name()
    if any(field.name == name for field in model._meta.fields):
        return model._default_manager.all(), name
    return None


def _ties(users: Iterable[type[models.Model]], name: str) -> list[tuple[QuerySet[Any], str]]:
    found = [_rows(model, name) for model in users]
    ties = [tie for tie in found if tie is not None]
    if not ties:
        raise ValueError(f"Nothing has a field of the name {name!r}.")
    return ties


def with_uses(
    entries: QuerySet[Any], users: Iterable[type[models.Model]], name: str
) -> QuerySet[Any]:
    """Annotate ``uses``: how many rows of the models have the entry in the field of that name."""
    total: Any = Value(0)
    for rows, column in _ties(users, name):
        own = rows.filter(**{column: OuterRef("pk")}).order_by().values(column)
        count = Subquery(own.annotate(uses=Count("pk")).values("uses"))
        total = total + Coalesce(count, 0, output_field=IntegerField())
    return entries.annotate(uses=total)


def used(users: Iterable[type[models.Model]], name: str) -> Q:
    """Whether any row of the models has the entry in the field of that name."""
    condition = Q()
    for rows, column in _ties(users, name):
        condition |= Q(Exists(rows.filter(**{column: OuterRef("pk")})))
    return condition


def classified_by(entry: models.Model) -> Iterator[tuple[type[models.Model], set[Any]]]:
    """Find the models that have the entry among several, and the keys of their rows that do.

    Makes a query for each relation.
    """
    relations: Iterable[Any] = entry._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.many_to_many and relation.auto_created:
            model: Any = relation.related_model
            rows = model._default_manager.filter(**{relation.field.name: entry})
            if keys := set(rows.order_by().values_list("pk", flat=True)):
                yield model, keys
