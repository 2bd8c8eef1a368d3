"""The building blocks of pages, one family a module."""
