"""What the pages add to the Wagtail admin."""

from pages.evenings import admin_hooks as _evenings  # noqa: F401
