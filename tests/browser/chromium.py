"""Which Chromium to drive, and how."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Playwright

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--font-render-hinting=none",
    "--no-first-run",
    "--no-sandbox",
)
"""Chromium without its own traffic, and with letters as wide as on a usual screen.

The sandbox needs more rights than a container has.
"""


HEADLESS_SHELL = "chromium-headless-shell"
"""Chromium without windows and menus, which is twice as fast for a test."""


def chromium_path(playwright: Playwright, *preferred: str) -> str | None:
    """Return the browser to use: the one that is named, the system's, or Playwright's own.

    Of the system's, that of the first name preferred which there is.
    """
    candidates = (
        os.environ.get("CHROMIUM"),
        *(shutil.which(name) for name in preferred),
        "/usr/bin/chromium",
        shutil.which("chromium"),
        shutil.which("chromium-browser"),
        shutil.which("google-chrome"),
        shutil.which(HEADLESS_SHELL),
        playwright.chromium.executable_path,
    )
    return next((path for path in candidates if path and Path(path).exists()), None)
