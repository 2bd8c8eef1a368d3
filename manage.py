#!/usr/bin/env python
"""Runs Django's commands with the project's settings."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Put ``site/`` on the path, choose the settings and hand over to Django."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
