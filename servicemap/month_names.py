"""Names of months as they stand in a sentence: “kesä-, heinä- eikä joulukuussa”."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def _with_more(month: int) -> str:
    """Return the name of a month that others follow: “kesä-”."""
    return (
        pgettext("in a month, more follow", "January"),
        pgettext("in a month, more follow", "February"),
        pgettext("in a month, more follow", "March"),
        pgettext("in a month, more follow", "April"),
        pgettext("in a month, more follow", "May"),
        pgettext("in a month, more follow", "June"),
        pgettext("in a month, more follow", "July"),
        pgettext("in a month, more follow", "August"),
        pgettext("in a month, more follow", "September"),
        pgettext("in a month, more follow", "October"),
        pgettext("in a month, more follow", "November"),
        pgettext("in a month, more follow", "December"),
    )[month - 1]


def _last(month: int) -> str:
    """Return the name of the only month, or of the last of several: “joulukuussa”."""
    return (
        pgettext("in a month", "January"),
        pgettext("in a month", "February"),
        pgettext("in a month", "March"),
        pgettext("in a month", "April"),
        pgettext("in a month", "May"),
        pgettext("in a month", "June"),
        pgettext("in a month", "July"),
        pgettext("in a month", "August"),
        pgettext("in a month", "September"),
        pgettext("in a month", "October"),
        pgettext("in a month", "November"),
        pgettext("in a month", "December"),
    )[month - 1]


def not_in_months(months: Iterable[int]) -> str:
    """Say “ei heinäkuussa” or “ei kesä-, heinä- eikä joulukuussa”; there is one month at least."""
    *others, last = sorted(months)
    if not others:
        return _("not in %(month)s") % {"month": _last(last)}
    listed = ", ".join(_with_more(month) for month in others)
    return _("not in %(months)s or %(last)s") % {"months": listed, "last": _last(last)}
