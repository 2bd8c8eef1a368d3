"""The search index: what is published, flattened for finding."""

from django.db import models


class SearchEntry(models.Model):
    """One published thing as search sees it. Made by ``search.documents``, never edited."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    name_key = models.CharField(max_length=250, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    cell_x = models.IntegerField(null=True)
    cell_y = models.IntegerField(null=True)
    confirmed_on = models.DateField(null=True)
    updated_at = models.DateTimeField()
    card = models.JSONField()
    """What a result shows, in all languages; see ``search.documents.Card``."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="entry_once_per_thing"),
        ]
        indexes = [models.Index(fields=["latitude", "longitude"], name="entry_point")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchFacet(models.Model):
    """One value of one facet of an entry: ``municipality`` is ``398``."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "value", "entry"], name="facet_value_once_per_entry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class SearchOccurrence(models.Model):
    """A time at which an entry takes place, within the index's look-ahead."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="occurrences")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends", "starts"], name="occurrence_times")]

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d %H:%M}"


from search.query_counts import QueryCount  # noqa: E402, F401
