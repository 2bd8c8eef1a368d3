"""Puts rows into the database: finds, validates, creates, updates and counts.

Rows are loaded in batches, each a transaction of its own, each row all or nothing. What the
outcome counts is committed, and a writer on SQLite holds the database for one batch only.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _

from servicemap.models import LISTING_MODELS, Listing, ListingKind, gathered_changes

from .lookup import Associations, Registers
from .merge import apply, changed_fields
from .rows import FieldError, ListingRow, RowError
from .targets import Targets, make_targets, stable_id

BATCH = 100
"""Rows in one transaction."""

MODELS: dict[str, type[Listing]] = {model.kind: model for model in LISTING_MODELS}
_ORDER = list(MODELS)
_SOURCE_NAMES = {
    "source_id": "id",
    "latitude": "point",
    "organiser_name": "organiser",
    "dtstart": "starts_at",
    "opens_at": "starts_at",
    "closes_at": "ends_at",
    NON_FIELD_ERRORS: "",
}


@dataclass
class Outcome:
    """What came of an import. ``saved`` is False when all of it was taken back."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowError] = field(default_factory=list)
    saved: bool = True

    @property
    def refused(self) -> int:
        """How many rows were refused; one may have several errors."""
        return len({error.line for error in self.errors})

    def add(self, other: "Outcome") -> None:
        """Add what came of a part."""
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.errors += other.errors
        self.notes += other.notes


class _RowRefusedError(Exception):
    """Takes a row's savepoint back."""

    def __init__(self, problems: Sequence[FieldError]) -> None:
        super().__init__()
        self.problems = problems


class Loader:
    """Loads the rows of one source; ``outcome`` holds what has been committed so far.

    With ``strict`` one refused row takes back everything, with ``dry_run`` all is always
    taken back; both hold one transaction for the whole file.
    """

    def __init__(self, source: str, strict: bool = False, dry_run: bool = False) -> None:
        self.source, self.strict, self.dry_run = source, strict, dry_run
        self.outcome = Outcome()

    def load(
        self,
        items: Iterable[ListingRow | RowError],
        on_progress: Callable[[int], None] = lambda count: None,
    ) -> Outcome:
        """Load all rows, associations first; call back with the number done in each batch."""
        self.registers = Registers.load()
        self.associations = Associations.load(self.source)
        whole = self.strict or self.dry_run
        self.outcome.saved = not whole
        with transaction.atomic() if whole else nullcontext():
            rows = self._prepared(items)
            on_progress(self.outcome.refused)
            for kind, of_kind in groupby(rows, key=lambda row: row.kind):
                chosen = list(of_kind)
                for start in range(0, len(chosen), BATCH):
                    batch = chosen[start : start + BATCH]
                    self.outcome.add(self._load_batch(MODELS[kind], batch))
                    on_progress(len(batch))
            if self.dry_run or (self.strict and self.outcome.errors):
                transaction.set_rollback(True)
            else:
                self.outcome.saved = True
        self.outcome.errors.sort(key=lambda error: error.line)
        self.outcome.notes.sort(key=lambda note: note.line)
        return self.outcome

    def _prepared(self, items: Iterable[ListingRow | RowError]) -> list[ListingRow]:
        """Collect the readers' errors, name what has no id, refuse ids met before, and sort."""
        rows, first = [], dict[tuple[str, str], int]()
        self.refused_ids: dict[str, int] = {}
        for item in items:
            if isinstance(item, RowError):
                self._refuse(self.outcome, item)
                continue
            source_id = item.source_id or stable_id(item, self.registers)
            row = ListingRow(item.kind, source_id, item.line, item.values, item.schedules)
            earlier = first.setdefault((row.kind, source_id), row.line)
            if earlier == row.line:
                rows.append(row)
            elif item.source_id:
                reason = _("The same id is on row %(number)d already.") % {"number": earlier}
                self.outcome.errors.append(row.error("id", reason))
            else:
                reason = _(
                    "Row %(number)d has the same kind, name and municipality. Give both an id."
                )
                self.outcome.errors.append(row.error("id", reason % {"number": earlier}))
        return sorted(rows, key=lambda row: _ORDER.index(row.kind))

    def _refuse(self, outcome: Outcome, error: RowError) -> None:
        outcome.errors.append(error)
        if error.record_id:
            self.refused_ids.setdefault(error.record_id, error.line)

    def _load_batch(self, model: type[Listing], rows: Sequence[ListingRow]) -> Outcome:
        outcome = Outcome()
        with transaction.atomic(), gathered_changes():
            ids = [row.source_id for row in rows]
            found = model._default_manager.filter(source=self.source, source_id__in=ids)
            existing = {listing.source_id: listing for listing in found.select_for_update()}
            for row in rows:
                try:
                    self._load_row(row, model, existing.get(row.source_id), outcome)
                except _RowRefusedError as refused:
                    for problem in refused.problems:
                        self._refuse(outcome, row.error(problem.field, problem.reason))
        return outcome

    def _load_row(
        self, row: ListingRow, model: type[Listing], listing: Listing | None, outcome: Outcome
    ) -> None:
        stored = listing.source_values if listing else {}
        targets, problems = make_targets(row, self.registers, self.associations, stored)
        problems += self._refused_organiser(targets)
        if problems:
            raise _RowRefusedError(problems)
        fields = changed_fields(targets, stored)
        if listing is None:
            listing = model(source=self.source, source_id=row.source_id)
            self._write(Listing.save_as_published, listing, row, targets, fields)
            outcome.created += 1
        elif not fields or not listing.live:
            outcome.unchanged += 1
            return
        else:
            self._check_free(listing)
            changed = self._write(self._update, listing, row, targets, fields)
            outcome.updated += changed
            outcome.unchanged += not changed
        self._note_organiser(row, targets, fields, outcome)

    def _refused_organiser(self, targets: Targets) -> list[FieldError]:
        """An organiser that was itself refused must not become a mere name."""
        organiser = targets.get("organiser")
        if not organiser or organiser["association"] is not None:
            return []
        line = self.refused_ids.get(organiser["given"])
        if line is None:
            return []
        reason = _("The association “%(id)s” on row %(number)d was refused.")
        return [FieldError("organiser", reason % {"id": organiser["given"], "number": line})]

    def _check_free(self, listing: Listing) -> None:
        """Refuse to write over what an editor has under way."""
        if listing.locked:
            raise _RowRefusedError([FieldError("", _("An editor has locked the listing."))])
        if listing.has_unpublished_changes:
            reason = _("The listing has changes that are not published. Publish or drop them.")
            raise _RowRefusedError([FieldError("", reason)])

    def _write(
        self,
        action: Callable[[Listing], None],
        listing: Listing,
        row: ListingRow,
        targets: Targets,
        fields: Sequence[str],
    ) -> bool:
        """Apply the fields and save in a savepoint; tell whether the listing changed."""
        try:
            with transaction.atomic():
                changed = apply(listing, row, targets, fields, self.registers)
                listing.source_values = {**listing.source_values, **targets}
                if changed:
                    self._clean(listing, row)
                    action(listing)
                else:
                    # Only the memory of the source is behind; nobody sees that.
                    type(listing)._default_manager.filter(pk=listing.pk).update(
                        source_values=listing.source_values
                    )
        except ValidationError as error:
            raise _RowRefusedError(_problems(error)) from error
        except (IntegrityError, DataError) as error:
            raise _RowRefusedError(_broken_constraints(listing, error)) from error
        if row.kind == ListingKind.ASSOCIATION and changed:
            names = ("pk", "slug", "name", "name_sv", "name_en", "source", "source_id")
            self.associations.add({name: getattr(listing, name) for name in names})
        return changed

    @staticmethod
    def _clean(listing: Listing, row: ListingRow) -> None:
        """Validate all but the constraints: those the database checks on saving."""
        listing.full_clean(validate_constraints=False)
        if row.schedules is not None:
            for schedule in listing.schedules.all():
                schedule.full_clean(exclude=["activity", "facility"])

    @staticmethod
    def _update(listing: Listing) -> None:
        """Publish the listing as it is in memory."""
        listing.save_revision(clean=False, log_action=False).publish(log_action=False)

    def _note_organiser(
        self, row: ListingRow, targets: Targets, fields: Sequence[str], outcome: Outcome
    ) -> None:
        organiser: dict[str, Any] = targets.get("organiser", {"given": ""})
        if "organiser" in fields and organiser["given"] and organiser["association"] is None:
            reason = _("No association on the map is called “%(name)s”; kept as text.")
            outcome.notes.append(row.error("organiser", reason % {"name": organiser["given"]}))


def _problems(error: ValidationError) -> list[FieldError]:
    return [
        FieldError(_SOURCE_NAMES.get(name, name), " ".join(messages))
        for name, messages in error.message_dict.items()
    ]


def _broken_constraints(listing: Listing, error: Exception) -> list[FieldError]:
    """Say in words which constraint the database has refused."""
    problems = []
    for constraint in listing._meta.constraints:
        try:
            constraint.validate(type(listing), listing)
        except ValidationError as broken:
            name = constraint.fields[0] if isinstance(constraint, UniqueConstraint) else ""
            problems.append(FieldError(_SOURCE_NAMES.get(name, name), " ".join(broken.messages)))
    return problems or [FieldError("", str(error))]
