"""From a request's parameters to a search request: one form for the page and the API."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from search.engines.base import FACETS, BoundingBox, Point, SearchRequest, Sort
from search.open_times import CHOICES as OPEN_CHOICES
from search.open_times import VALUES as OPEN_VALUES
from search.periods import period_of
from search.times_of_day import TimeOfDay
from servicemap.models import ListingKind, Price
from servicemap.models.fields import WEEKDAYS

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
MAX_PAGE = 10_000
MAX_TEXT = 1_000
MAX_SHOWN = 60
"""Characters of a parameter in error that a reader is shown."""

MAX_VALUES = 50
_SLUG = re.compile(r"[-\w]{1,100}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class ManyField(forms.MultipleChoiceField):
    """A repeated parameter of slugs or codes; an unknown one finds nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def validate(self, value: list[str]) -> None:
        """Refuse what could not be a slug."""
        if len(value) > MAX_VALUES:
            raise ValidationError(_("Too many values."))
        for item in value:
            if not _SLUG.fullmatch(item):
                raise ValidationError(_("“%(value)s” is not a valid value.") % {"value": item[:80]})


class NumbersField(forms.Field):
    """Numbers separated by commas."""

    def __init__(self, count: int, message: Any, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.count, self.message = count, message

    def to_python(self, value: Any) -> Any:
        """Return a tuple of finite numbers, or None for an empty value."""
        if value in self.empty_values:
            return None
        try:
            numbers = tuple(float(part) for part in str(value).split(","))
        except ValueError as error:
            raise ValidationError(self.message) from error
        if len(numbers) != self.count or not all(abs(number) <= 180 for number in numbers):
            raise ValidationError(self.message)
        return numbers


class BoundingBoxField(NumbersField):
    """``west,south,east,north`` in degrees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(4, _("Give west,south,east,north in degrees."), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return a ``BoundingBox``, or None for an empty value."""
        numbers = super().to_python(value)
        if numbers is None:
            return None
        box = BoundingBox(*numbers)
        if box.west > box.east or box.south > box.north or max(abs(box.south), abs(box.north)) > 90:
            raise ValidationError(self.message)
        return box


class PointField(NumbersField):
    """``latitude,longitude`` in degrees."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(2, _("Give latitude,longitude in degrees."), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return a ``Point``, or None for an empty value."""
        numbers = super().to_python(value)
        if numbers is None:
            return None
        if abs(numbers[0]) > 90:
            raise ValidationError(self.message)
        return Point(*numbers)


class WhenField(forms.Field):
    """``today``, ``tomorrow``, ``weekend``, ``week`` or ``YYYY-MM-DD..YYYY-MM-DD``."""

    message = _("Give today, tomorrow, weekend, week or two dates like 2026-12-01..2026-12-31.")

    def to_python(self, value: Any) -> Any:
        """Return the period, or None for an empty value."""
        if value in self.empty_values:
            return None
        try:
            return period_of(str(value))
        except ValueError as error:
            raise ValidationError(self.message) from error


SORT_LABELS = [
    (Sort.RELEVANCE.value, _("Best match first")),
    (Sort.DISTANCE.value, _("Nearest first")),
    (Sort.NEXT.value, _("Soonest first")),
    (Sort.NAME.value, _("By name")),
    (Sort.UPDATED.value, _("Latest changes first")),
]


class SearchForm(forms.Form):
    """The parameters of a search, named as in the API."""

    q = forms.CharField(required=False, max_length=MAX_TEXT, label=_("What are you looking for?"))
    kind = ManyField(choices=ListingKind.choices, label=_("What"))
    municipality = ManyField(label=_("Municipality"))
    category = ManyField(label=_("Topic"))
    target = ManyField(label=_("For whom"))
    theme = ManyField(label=_("Wellbeing theme"))
    price = ManyField(choices=Price.choices, label=_("Price"))
    weekday = ManyField(choices=WEEKDAYS, label=_("Weekday"))
    time = ManyField(choices=TimeOfDay.choices, label=_("Time of day"))
    open = ManyField(choices=OPEN_CHOICES, label=_("Opening hours"))
    accessibility = ManyField(label=_("Accessibility"))
    when = WhenField(required=False, label=_("When"))
    bbox = BoundingBoxField(label=_("Area"))
    near = PointField(label=_("Near"))
    radius = forms.FloatField(required=False, min_value=1, max_value=1_000_000)
    sort = forms.ChoiceField(required=False, choices=SORT_LABELS, label=_("Order"))
    lang = forms.ChoiceField(required=False, choices=settings.LANGUAGES, label=_("Language"))
    page = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE, label=_("Page"))
    size = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE_SIZE)

    def clean_q(self) -> str:
        """Replace bytes of the command line that are no text, as addresses have them replaced."""
        return _LONE_SURROGATE.sub("\ufffd", self.cleaned_data["q"])

    def clean(self) -> dict[str, Any]:
        """Refuse values outside fixed choices, a radius or a distance from nowhere."""
        cleaned = super().clean() or {}
        for name, known in (
            ("kind", ListingKind.values),
            ("price", Price.values),
            ("weekday", [code for code, _label in WEEKDAYS]),
            ("time", TimeOfDay.values),
            ("open", OPEN_VALUES),
        ):
            self._only(name, cleaned.get(name, []), known)
        if cleaned.get("near") is None and "near" not in self.errors:
            if cleaned.get("radius") is not None:
                self.add_error("radius", _("A radius needs “near”."))
            if cleaned.get("sort") == Sort.DISTANCE:
                self.add_error("sort", _("Sorting by distance needs “near”."))
        return cleaned

    def _only(self, name: str, values: Iterable[str], known: Iterable[str]) -> None:
        unknown = [value for value in values if value not in known]
        if unknown:
            self.add_error(
                name,
                _("“%(value)s” is not one of: %(known)s.")
                % {"value": unknown[0], "known": ", ".join(known)},
            )

    def refused(self) -> list[tuple[str, str]]:
        """Return what a reader sees of each parameter in error: its name and what it said."""
        data: MultiValueDict[str, str] = MultiValueDict(self.data)
        return [
            (
                str(self.fields[name].label or name),
                Truncator(", ".join(map(str, data.getlist(name)))).chars(MAX_SHOWN),
            )
            for name in self.errors
        ]

    def request(self) -> SearchRequest:
        """Return the validated form as a search request; parameters in error are left out."""
        data: Mapping[str, Any] = self.cleaned_data
        return SearchRequest(
            text=data.get("q", ""),
            selected={
                facet.name: tuple(dict.fromkeys(data[facet.name]))
                for facet in FACETS
                if data.get(facet.name)
            },
            period=data.get("when"),
            bbox=data.get("bbox"),
            near=data.get("near"),
            radius=data.get("radius"),
            sort=Sort(data.get("sort") or Sort.RELEVANCE),
            page=data.get("page") or 1,
            size=data.get("size") or DEFAULT_PAGE_SIZE,
        )


class MapForm(SearchForm):
    """The parameters of a map."""

    zoom = forms.IntegerField(required=False, min_value=0, max_value=22)
    view = BoundingBoxField()


class SuggestForm(forms.Form):
    """The parameters of suggestions; a space at the end says that the last word is finished."""

    q = forms.CharField(required=False, max_length=MAX_TEXT, strip=False)
    lang = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
