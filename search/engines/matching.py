"""Which rows meet a request, condition by condition."""

from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from search import weights
from search.query import Limit, Query, QueryWord
from search.terms import Field

from .arrays import Ints, Mask
from .base import FACETS, FACETS_BY_NAME, Facet, SearchRequest
from .columns import Columns
from .minutes import minutes
from .moments import VALUES as MOMENTS
from .moments import Moments
from .scoring import Lookup, Scorer, TextScore, form_sets

ANY = Facet("")


@dataclass
class Found:
    """What a request found: the rows by each of its conditions."""

    columns: Columns
    text: TextScore
    facets: dict[str, Mask]
    other: Mask
    moments: Moments

    def mask(self, without: str = "") -> Mask:
        """Return the rows that meet all conditions, or all but that of one facet."""
        mask = self.other
        if self.moments.together:
            mask = mask & self.moments.mask(without)
        for name, rows in self.facets.items():
            if name != without:
                mask = mask & rows
        return mask

    def facet_counts(self, rows: Ints) -> dict[str, dict[str, int]]:
        """Count the values of all facets among the rows, the commonest first.

        Of a facet that was chosen from, as if it had not been.
        """
        counts: dict[str, dict[str, int]] = {facet.name: {} for facet in FACETS}
        counts.update(self.columns.facet_counts(rows))
        for name in self.facets:
            own = self.columns.facet_counts(np.flatnonzero(self.mask(without=name)))
            counts[name] = own.get(name, {})
        for name in self.moments.counted:
            others = np.flatnonzero(self.mask(without=name))
            counts[name] = self.moments.counts(name, others)
        return {
            name: dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))
            for name, values in counts.items()
        }


def find(columns: Columns, request: SearchRequest, query: Query, lookup: Lookup) -> Found:
    """Return what a request finds. Calls ``lookup`` at most once."""
    scorer = Scorer(columns.size, columns.plain.name_lengths, columns.words, lookup)
    text = scorer.score(query)
    other = text.mask.copy()
    if query.said and query.is_empty:
        other[:] = False
    moments = Moments(columns, request, query.limits, text.limits)
    facets: dict[str, Mask] = {}
    said: dict[str, Mask] = {}
    for limit, named in zip(query.limits, text.limits, strict=True):
        if limit.denied:
            other &= ~_met(columns, limit) | named
            continue
        met = moments.met(limit) if limit.facet == "time" else _met(columns, limit)
        text.score[met] += weights.LIMIT_MET
        about = limit.facet or ("when" if limit.period else "where")
        passes = met | named
        if about in said and not FACETS_BY_NAME.get(about, ANY).narrows:
            # “Lahdessa tai Hollolassa”: as with the facets themselves, one of them will do.
            passes |= said[about]
        elif about in said:
            passes &= said[about]
        said[about] = passes
    for about, passes in said.items():
        if moments.together and about in MOMENTS:
            continue
        if about in FACETS_BY_NAME and not FACETS_BY_NAME[about].narrows:
            facets[about] = passes
        else:
            other &= passes
    for name, values in request.selected.items():
        if not values or (moments.together and name in MOMENTS):
            continue
        if FACETS_BY_NAME[name].narrows:
            for value in values:
                other &= columns.with_facet(name, [value])
        else:
            facets[name] = facets.get(name, True) & columns.with_facet(name, values)
    if request.bbox:
        box = request.bbox
        other &= columns.in_box(box.west, box.south, box.east, box.north)
    if request.near and request.radius is not None:
        other &= columns.distances(request.near) <= request.radius
    if request.period:
        starts = minutes(max(request.period.starts, timezone.now()))
        other &= columns.takes_place(starts, minutes(request.period.ends))
    return Found(columns, text, facets, other, moments)


def any_form(word: QueryWord) -> frozenset[str]:
    """Return the marked terms that say, each of them, that a thing holds a word."""
    return frozenset().union(
        *(terms for field in Field for _weight, terms in form_sets(word, field))
    )


def _met(columns: Columns, limit: Limit) -> Mask:
    """Return the rows that meet a limit, whatever they are named."""
    if limit.period:
        starts = minutes(max(limit.period.starts, timezone.now()))
        return columns.takes_place(starts, minutes(limit.period.ends))
    if limit.near:
        return columns.distances(limit.near) <= limit.radius
    return columns.with_facet(limit.facet, limit.values)
