"""Loads the demo: registers, listings, pages and users."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pages.demo_content.annual_cycle import load_cycle_entries, load_cycle_pages
from pages.demo_content.evenings import load_evenings
from pages.demo_content.grants import load_grants
from pages.demo_content.knowledge import load_knowledge
from pages.demo_content.landing_pages import load_landing_pages
from pages.demo_content.listings import KINDS, is_loaded, load_listings, read_listings
from pages.demo_content.loaded import add_the_rest
from pages.demo_content.municipality_pages import load_contact_persons, load_municipality_pages
from pages.demo_content.operating_model import load_operating_model
from pages.demo_content.site_pages import load_site, read
from pages.demo_content.surveys import load_surveys
from pages.demo_content.users import kept_passwords, load_users, sign_in_lines
from pages.demo_content.waiting import load_waiting
from servicemap.models import Facility
from servicemap.moderation import ensure_listing_workflow
from servicemap.registers import DATA, load_registers


class Command(BaseCommand):
    """Load the demo, all or nothing; once it is loaded only say who can sign in."""

    help = (
        "Loads the demo's registers, listings, pages and users, unless it is loaded already, "
        "and prints who can sign in."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything in one transaction."""
        # Kept before the users are made: whoever is in the database has a password on paper.
        passwords = kept_passwords(Path(settings.VAR_DIR) / "demo-passwords.txt")
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            if is_loaded():
                self.stdout.write(_("The demo is loaded already; nothing was changed."))
            else:
                self._load(passwords)
        self.stdout.write(_("Accounts of the demo (editors sign in at /admin/):"))
        for line in sign_in_lines(passwords):
            self.stdout.write(f"  {line}")

    def _load(self, passwords: dict[str, str]) -> None:
        today = timezone.localdate()
        with self._step(_("Registers")) as say:
            say(sum(counts.created for counts in load_registers().values()))
        rows = read_listings()
        for model in KINDS:
            with self._step(str(model._meta.verbose_name_plural).capitalize()) as say:
                say(load_listings(model, rows[model.kind], today))
            if model is Facility:
                call_command(
                    "import_listings",
                    str(DATA / "lipas-paijat-hame.json"),
                    format="lipas",
                    stdout=self.stdout,
                    stderr=self.stderr,
                )
        with self._step(_("Contact persons")) as say:
            say(load_contact_persons())
        with self._step(_("Grants")) as say:
            say(load_grants(read("grants")["grant"], today))
        with self._step(_("Pages")) as say:
            say(
                load_site(today)
                + load_municipality_pages()
                + load_knowledge(today)
                + load_operating_model(today)
                + load_surveys(today)
                + load_evenings(today)
                + load_cycle_pages()
                + load_landing_pages()
            )
        with self._step(_("Annual cycle")) as say:
            say(load_cycle_entries(today))
        ensure_listing_workflow()
        with self._step(_("Users")) as say:
            say(load_users(passwords))
        with self._step(_("What waits")) as say:
            say(load_waiting() + add_the_rest(today))

    @contextmanager
    def _step(self, name: str) -> Iterator[Any]:
        """Print what is loaded, how much of it was new, and how long it took."""
        start = time.monotonic()
        created: list[int] = []
        yield created.append
        seconds = time.monotonic() - start
        counts = {"name": name, "count": created[0], "seconds": f"{seconds:.1f}"}
        self.stdout.write(_("%(name)s: %(count)d created (%(seconds)s s)") % counts)
