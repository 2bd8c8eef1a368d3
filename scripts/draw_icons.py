"""Draws the app's icons from the site's mark with a headless Chromium.

Run it when ``site/static/img/mark.svg`` changes: ``.venv/bin/python scripts/draw_icons.py``.
"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parents[1] / "site" / "static" / "img"

CORNER = 'rx="9"'
SAFE = 0.78
"""Of a maskable icon only a disc of four fifths is sure to be seen (W3C)."""

BACKGROUND = "#083F62"
"""The mark's own, which goes on to the edges where corners are cut by others."""


def page(mark: str, size: int, share: float) -> str:
    """Return a page that is the icon; ``share`` is the mark's part of its width."""
    return (
        f'<body style="margin:0;width:{size}px;height:{size}px;display:grid;place-items:center;'
        f'{"" if share == 1 else f"background:{BACKGROUND}"}">'
        f'<div style="width:{size * share}px;height:{size * share}px">{mark}</div>'
    )


def main() -> None:
    """Draw all icons."""
    mark = (IMAGES / "mark.svg").read_text()
    square = mark.replace(CORNER, "")
    icons = {
        "app-192.png": (mark, 192, 1),
        "app-512.png": (mark, 512, 1),
        "app-maskable-512.png": (square, 512, SAFE),
        "apple-touch-icon.png": (square, 180, 1),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (drawing, size, share) in icons.items():
            tab = browser.new_page(viewport={"width": size, "height": size})
            tab.set_content(page(drawing, size, share))
            tab.screenshot(path=IMAGES / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
