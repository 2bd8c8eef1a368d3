"""What an import says at its end."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .formats import Format
from .loader import Outcome
from .rows import BrokenFileError, RowError


def summary(outcome: Outcome, dry_run: bool) -> str:
    """Say how many listings were created, updated, left as they were and refused."""
    counts = [
        ngettext("%(count)d created", "%(count)d created", outcome.created)
        % {"count": outcome.created},
        ngettext("%(count)d updated", "%(count)d updated", outcome.updated)
        % {"count": outcome.updated},
        ngettext("%(count)d unchanged", "%(count)d unchanged", outcome.unchanged)
        % {"count": outcome.unchanged},
        ngettext("%(count)d refused", "%(count)d refused", outcome.refused)
        % {"count": outcome.refused},
    ]
    text = ", ".join(counts)
    if outcome.saved:
        return f"{text}."
    if dry_run:
        return _("Dry run, nothing was saved: %(counts)s.") % {"counts": text}
    return _("Nothing was saved: %(counts)s.") % {"counts": text}


def row_lines(errors: Sequence[RowError], format: Format) -> Iterator[str]:
    """Yield ``line 12 · latitude · reason`` for each error, with the record's id if it has one."""
    for error in errors:
        place = _(format.place) % {"number": error.line}
        if error.record_id:
            place = f"{place} (id {error.record_id})"
        yield " · ".join(part for part in (place, error.field, error.reason) if part)


def broken_file(error: BrokenFileError) -> str:
    """Say what is wrong with a file as a whole, and where."""
    if error.line is None:
        return error.reason
    place = _("line %(number)d") % {"number": error.line}
    if error.column is not None:
        place = _("%(line)s, column %(number)d") % {"line": place, "number": error.column}
    return f"{place}: {error.reason}"
