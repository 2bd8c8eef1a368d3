"""Right answers that follow from the data: which listings a rule names, and how right each is.

A rule looks at the texts and relations of published listings with regular expressions and plain
comparisons, and never at a search engine, its index or its word analysis.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from servicemap.models import LISTING_MODELS, Activity, Association, Listing

EXACT, GOOD, RELATED = 3, 2, 1
"""Grades: what the query asks for; a good answer; something near it."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

HOURS = {"morning": range(12), "afternoon": range(12, 17), "evening": range(17, 24)}
"""The hours in which something starts that is at a time of day."""

AHEAD = datetime.timedelta(days=100)
"""How far ahead a weekday counts; less than what any index looks ahead."""

Key = tuple[str, int]
"""Kind and primary key."""

CONDITIONS = frozenset(
    {"words", "kind", "municipality", "target", "price", "accessibility", "category"}
    | {"weekday", "time", "when", "grade", "not_target", "not_price", "not_municipality"}
)


class RuleError(ValueError):
    """A rule that says something unknown, or that no listing meets."""


@dataclass(frozen=True)
class Facts:
    """A listing with what rules look at."""

    listing: Listing

    @property
    def key(self) -> Key:
        """Kind and primary key."""
        return str(self.listing.kind), self.listing.pk

    @property
    def name(self) -> str:
        """Kind and slug, as the judgements write it; the demo's slug also where it was taken."""
        slug = self.listing.source_id if self.listing.source == "demo" else self.listing.slug
        return f"{self.listing.kind}/{slug}"

    @cached_property
    def texts(self) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """By language: the texts with the grade that a match in each gives, best first."""
        return {language: self._texts_in(language) for language in ("fi", "sv", "en")}

    def _texts_in(self, language: str) -> tuple[tuple[int, str], ...]:
        listing = self.listing
        field = "" if language == "fi" else f"_{language}"
        related = [getattr(listing, name, None) for name in ("organiser", "facility")]
        exact = [getattr(listing, f"name{field}"), "" if field else listing.keywords]
        good = [getattr(listing, f"summary{field}")]
        good += [getattr(category, f"name{field}") for category in listing.categories.all()]
        near = [getattr(listing, f"description{field}")]
        near += [getattr(thing, f"name{field}") for thing in related if thing is not None]
        return (EXACT, "\n".join(exact)), (GOOD, "\n".join(good)), (RELATED, "\n".join(near))

    def grade_of(self, pattern: re.Pattern[str], language: str) -> int:
        """Return the grade of the best text in which a word begins with the pattern, or 0."""
        texts = self.texts[language]
        return next((grade for grade, text in texts if pattern.search(text)), 0)

    @cached_property
    def municipalities(self) -> Mapping[str, int]:
        """Codes with grades: where it is, and for an association where else it works."""
        found: dict[str, int] = {}
        if isinstance(self.listing, Association):
            found |= {area.code: RELATED for area in self.listing.service_area.all()}
        if (own := self.listing.location.municipality) is not None:
            found[own.code] = EXACT
        return found

    @cached_property
    def category_slugs(self) -> frozenset[str]:
        """The categories and everything above them."""
        found = set()
        for category in self.listing.categories.all():
            above = category
            while above is not None and above.slug not in found:
                found.add(above.slug)
                above = above.parent
        return frozenset(found)

    @cached_property
    def starts(self) -> frozenset[tuple[datetime.date, int | None]]:
        """The days from now on when an activity takes place, with the hour; None: all day."""
        if not isinstance(self.listing, Activity):
            return frozenset()
        now = timezone.now()
        return frozenset(
            (
                timezone.localdate(occurrence.starts),
                None if occurrence.all_day else timezone.localtime(occurrence.starts).hour,
            )
            for schedule in self.listing.schedules.all()
            for occurrence in schedule.occurrences(now, now + AHEAD)
        )

    def takes_place(self, rule: Mapping[str, Any]) -> bool:
        """Whether one occurrence meets a rule's weekdays, times of day and span of days."""
        first, last = (
            _days_meant(rule["when"]) if "when" in rule else (datetime.date.min, datetime.date.max)
        )
        weekdays = _as_list(rule.get("weekday", list(WEEKDAYS)))
        times = _as_list(rule.get("time", []))
        return any(
            first <= day <= last
            and WEEKDAYS[day.weekday()] in weekdays
            and (not times or any(hour in HOURS[time] for time in times))
            for day, hour in self.starts
        )


def _days_meant(when: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of ``today``, ``tomorrow``, ``weekend`` or ``week``."""
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    sunday = today + (6 - today.weekday()) * day
    return {
        "today": (today, today),
        "tomorrow": (today + day, today + day),
        "weekend": (max(today, sunday - day), sunday),
        "week": (today, sunday),
    }[when]


def _slugs(entries: Iterable[Any]) -> set[str]:
    return {entry.slug for entry in entries}


def _grade(
    facts: Facts, rule: Mapping[str, Any], patterns: list[re.Pattern[str]], language: str
) -> int:
    """Return how well a listing meets a rule: the least of its conditions, 0 if one fails."""
    listing = facts.listing
    grades = [rule.get("grade", EXACT)]
    grades += [facts.grade_of(pattern, language) for pattern in patterns]
    if "municipality" in rule:
        grades.append(facts.municipalities.get(rule["municipality"], 0))
    if rule.keys() & {"when", "weekday", "time"}:
        grades.append(EXACT * facts.takes_place(rule))
    meets = {
        "kind": lambda value: str(listing.kind) == value,
        "target": lambda value: value in _slugs(listing.target_groups.all()),
        "price": lambda value: listing.price == value,
        "accessibility": lambda value: value in _slugs(listing.accessibility.all()),
        "category": lambda value: value in facts.category_slugs,
        "not_target": lambda value: value not in _slugs(listing.target_groups.all()),
        "not_price": lambda value: listing.price != value,
        "not_municipality": lambda value: value not in facts.municipalities,
    }
    grades += [EXACT * test(rule[name]) for name, test in meets.items() if name in rule]
    return min(grades)


class Catalogue:
    """Everything published, with what rules look at; one set of queries, read once."""

    def __init__(self) -> None:
        self.all = [Facts(listing) for model in LISTING_MODELS for listing in _published(model)]
        self.by_name = {facts.name: facts for facts in self.all}
        self.by_key = {facts.key: facts for facts in self.all}

        self.generated = [facts for facts in self.all if facts.listing.source == "generated"]

    def meeting(self, rule: Mapping[str, Any], language: str = "fi") -> dict[Key, int]:
        """Return the grades of the listings that meet the rule, by their texts in a language.

        Raises RuleError for an unknown condition.
        """
        if unknown := set(rule) - CONDITIONS:
            raise RuleError(f"unknown condition: {', '.join(sorted(unknown))}")
        words = rule.get("words", [])
        patterns = [re.compile(rf"\b(?:{pattern})", re.IGNORECASE) for pattern in _as_list(words)]
        graded = {facts.key: _grade(facts, rule, patterns, language) for facts in self.all}
        return {key: grade for key, grade in graded.items() if grade}

    def touched_by(self, words: str | list[str]) -> set[Key]:
        """Return the generated listings that hold the words anywhere, also inside other words.

        Their texts are drawn by lot: whether “luistelulounas” among a disc golf course's keywords
        makes it right for “luistelu” is nobody's to judge.
        """
        patterns = [re.compile(rf"(?:{pattern})", re.IGNORECASE) for pattern in _as_list(words)]
        return {
            facts.key
            for facts in self.generated
            if patterns and all(facts.grade_of(pattern, "fi") for pattern in patterns)
        }

    def named_like(self, text: str) -> set[Key]:
        """Return the generated listings whose name has all the words, endings aside."""
        beginnings = [word[: max(4, len(word) * 7 // 10)] for word in text.casefold().split()]
        return {
            facts.key
            for facts in self.generated
            if all(beginning in facts.listing.name.casefold() for beginning in beginnings)
        }


def _as_list(words: str | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else words


def _published(model: type[Listing]) -> list[Listing]:
    related = {
        "association": ["service_area"],
        "facility": ["organiser"],
        "activity": ["organiser", "facility__municipality", "schedules"],
    }[str(model.kind)]
    return list(
        model._default_manager.filter(live=True)
        .select_related("municipality")
        .prefetch_related("categories__parent__parent__parent", "target_groups", "accessibility")
        .prefetch_related(*related)
    )
