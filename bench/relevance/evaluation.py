"""Asks every system every query, and holds the figures beside the budgets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from statistics import fmean
from typing import Any

from bench.relevance.judgements import Query, is_understood
from bench.relevance.metrics import Scores, mean, scores_of
from bench.relevance.systems import DEPTH, OWN, Answer, System

PASSED_OVER = 500
"""Results asked for where some are passed over."""

UNDERSTANDING = 0.95
BUDGETS: Mapping[str, tuple[str, float]] = {
    "inflected": ("recall_at_20", 0.97),
    "compound_part": ("recall_at_20", 0.97),
    "name": ("success_at_1", 0.95),
    "typo": ("top_3", 0.92),
}
"""By class of query: the figure and what it must reach."""

COMPARED = ("ndcg_at_10", "recall_at_20")
"""The figures in which no class may be below Wagtail's search."""


@dataclass(frozen=True)
class Failure:
    """A query whose answer misses what its class is held to."""

    query: Query
    answer: Answer
    why: str


@dataclass
class Section:
    """The figures over one set of data: by class of query, then by system."""

    name: str
    budgeted: bool = True
    figures: dict[str, dict[str, Scores]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    understanding: dict[str, tuple[int, int]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    @property
    def understood_share(self) -> float | None:
        """The share of the judged queries that were understood rightly."""
        asked = sum(asked for _right, asked in self.understanding.values())
        return (
            sum(right for right, _asked in self.understanding.values()) / asked if asked else None
        )

    def missed(self) -> list[str]:
        """Say which budgets are missed."""
        if not self.budgeted:
            return []
        found = []
        for group, systems in self.figures.items():
            own = systems[OWN.name]
            if group in BUDGETS:
                figure, budget = BUDGETS[group]
                if (value := getattr(own, figure)) < budget:
                    found.append(f"{group}: {figure} {value:.3f} < {budget}")
            for name, other in systems.items():
                found += [
                    f"{group}: {figure} {getattr(own, figure):.3f} is below that of {name}, "
                    f"{getattr(other, figure):.3f}"
                    for figure in COMPARED
                    if getattr(own, figure) < getattr(other, figure) - 1e-9
                ]
        share = self.understood_share
        if share is not None and share < UNDERSTANDING:
            found.append(f"understanding {share:.3f} < {UNDERSTANDING}")
        return [f"{self.name}: {what}" for what in found]

    def as_data(self) -> dict[str, Any]:
        """Return what goes into the JSON file."""
        return {
            "classes": {
                group: {
                    "queries": self.sizes[group],
                    **{name: asdict(scores) for name, scores in systems.items()},
                }
                for group, systems in self.figures.items()
            },
            "understanding": {
                "share": self.understood_share,
                "classes": {
                    group: {"right": right, "queries": asked}
                    for group, (right, asked) in self.understanding.items()
                },
            },
            "failures": [
                {"query": failure.query.text, "class": failure.query.group, "why": failure.why}
                for failure in self.failures
            ],
        }


def _why_failed(query: Query, answer: Answer, scores: Scores) -> str:
    """Say what is wrong with an answer, "" if it is as its class should be."""
    figure = BUDGETS.get(query.group, ("recall_at_20", 1.0))[0]
    why = []
    if (value := getattr(scores, figure)) < 1:
        why.append(f"{figure} {value:.2f}")
    if query.understood is not None and not is_understood(query.understood, answer.understood):
        why.append("understood wrongly")
    return ", ".join(why)


def _ask(system: System, query: Query) -> Answer:
    """Return the answer without what is unjudged."""
    size = DEPTH if not query.unjudged else PASSED_OVER
    answer = system.answer(query.text, query.language, size)
    found = [key for key in answer.found if key not in query.unjudged]
    return replace(answer, found=tuple(found[:DEPTH]))


def evaluate(
    name: str, queries: Iterable[Query], systems: Sequence[System], *, budgeted: bool = True
) -> Section:
    """Ask everything; queries count the same within their class."""
    section = Section(name, budgeted)
    by_group: dict[str, list[Query]] = {}
    for query in queries:
        by_group.setdefault(query.group, []).append(query)
    for group, members in by_group.items():
        section.sizes[group] = len(members)
        section.figures[group] = {}
        for system in systems:
            all_scores = []
            for query in members:
                answer = _ask(system, query)
                scores = scores_of(answer.found, query.judged)
                all_scores.append(scores)
                if system is OWN and (why := _why_failed(query, answer, scores)):
                    section.failures.append(Failure(query, answer, why))
            section.figures[group][system.name] = mean(all_scores)
        judged = [query for query in members if query.understood is not None]
        if judged:
            wrong = sum(
                "understood wrongly" in failure.why
                for failure in section.failures
                if failure.query.group == group
            )
            section.understanding[group] = (len(judged) - wrong, len(judged))
    return section


def overall(section: Section, system: str, figure: str) -> float:
    """Return the mean of a figure over the classes."""
    return fmean(getattr(systems[system], figure) for systems in section.figures.values())
