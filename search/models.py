"""The search index: what is published, flattened for finding."""

from django.db import models

from search.gaps.counts import QueryCount

__all__ = ["QueryCount", "SearchChange", "SearchEntry", "SearchWord"]


class SearchEntry(models.Model):
    """One published thing as search sees it. Made by ``search.documents``, never edited."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    name_key = models.CharField(max_length=250)
    name_length = models.PositiveSmallIntegerField()
    """Words in the name."""
    names = models.JSONField()
    """The names by language."""
    slug = models.CharField(max_length=100)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    confirmed_on = models.DateField(null=True)
    updated_at = models.DateTimeField()
    facets = models.TextField()
    """Lines like ``municipality=398``."""
    occurrences = models.BinaryField()
    """Starts and ends by turns, in minutes since 1970 (UTC), 32-bit little-endian integers."""
    hours = models.BinaryField(default=b"")
    """When a place opens and closes, as occurrences start and end."""
    calendar_until = models.DateField(null=True)
    """The day up to which occurrences and hours are known."""
    card = models.JSONField()
    """What a result shows, in all languages."""
    fingerprint = models.BigIntegerField()
    """Of the whole document but its occurrences and hours: another document has another one."""
    stamp = models.BigIntegerField()
    """Of the whole document."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="entry_once_per_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchChange(models.Model):
    """A trace of each writing of the index, by which its readers know that it has changed."""

    token = models.BigIntegerField()
    """Random, so that a writing that was rolled back is never mistaken for the next one."""

    def __str__(self) -> str:
        return f"{self.pk}"


class SearchWord(models.Model):
    """A word of something published: what corrections are chosen from."""

    word = models.CharField(max_length=100, unique=True)
    listings = models.PositiveIntegerField(default=1)
    """How many things held it when the index was last rebuilt."""

    def __str__(self) -> str:
        return self.word
