"""Grants as residents see them: list, pages, calendar, and reminders by e-mail."""
