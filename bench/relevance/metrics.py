"""What a list of results is worth beside graded judgements."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from bench.relevance.rules import GOOD, Key


@dataclass(frozen=True)
class Scores:
    """The figures of one query, or the means of several; each is between 0 and 1.

    ``success_at_1``: the first result is of the best grade there is. ``top_3``: one of the first
    three is. ``recall_at_20`` and ``recall_at_10``: the share of the good answers found in the
    first so many, of as many as fit there. ``ndcg_at_10`` has gain 2^grade - 1 and discount
    log2(rank + 1). ``mrr`` is of the first good answer.
    """

    ndcg_at_10: float
    recall_at_20: float
    recall_at_10: float
    success_at_1: float
    top_3: float
    mrr: float


def good_answers(judged: Mapping[Key, int]) -> set[Key]:
    """Return what counts in recall: good answers, or if there are none, all that is judged."""
    good = {key for key, grade in judged.items() if grade >= GOOD}
    return good or set(judged)


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))


def _recall(found: Sequence[Key], good: set[Key], depth: int) -> float:
    return len(good.intersection(found[:depth])) / min(depth, len(good))


def scores_of(found: Sequence[Key], judged: Mapping[Key, int]) -> Scores:
    """Return the figures of one query's results, best first; something must be judged right."""
    best = max(judged.values())
    good = good_answers(judged)
    grades = [judged.get(key, 0) for key in found]
    first_good = next((rank for rank, key in enumerate(found, start=1) if key in good), None)
    return Scores(
        ndcg_at_10=_gain(grades[:10]) / _gain(sorted(judged.values(), reverse=True)[:10]),
        recall_at_20=_recall(found, good, 20),
        recall_at_10=_recall(found, good, 10),
        success_at_1=float(grades[:1] == [best]),
        top_3=float(best in grades[:3]),
        mrr=1 / first_good if first_good else 0.0,
    )


def mean(scores: Sequence[Scores]) -> Scores:
    """Return the mean of each figure; each query counts the same."""
    return Scores(
        *(fmean(getattr(one, name) for one in scores) for name in Scores.__dataclass_fields__)
    )
