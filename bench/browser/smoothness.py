"""How fast the search page follows a filter, and whether panning its map ever holds it up."""

import json
import statistics
from typing import Any

from playwright.sync_api import CDPSession, Page

from bench.figures import Report, p95

REPAINT_MS = 300
LONGEST_TASK_MS = 100
DRAGS = 8
NEARER = (0, 2, 4, 6)
"""How many times the map is zoomed in from where all results are in view."""

FILTERS = (
    ("kind", "activity"),
    ("kind", "facility"),
    ("weekday", "MO"),
    ("weekday", "SA"),
    ("municipality", "398"),
    ("municipality", "111"),
    ("price", "free"),
    ("target", "seniorit"),
)
"""Each is chosen and taken away again."""

WATCH = """
() => {
  const watched = { list: 0, map: 0, start: 0 };
  const now = () => performance.now();
  const see = (part) => () => { watched[part] = now(); };
  new MutationObserver(see("list")).observe(
    document.getElementById("results").parentElement, { childList: true, subtree: true });
  new MutationObserver(see("map")).observe(
    document.querySelector(".leaflet-marker-pane"), { childList: true });
  window.benchChange = ([name, value]) => new Promise((resolve, reject) => {
    const field = document.querySelector(
      `input[name="${name}"][value="${value}"]`);
    if (!field) { reject(new Error(`no filter ${name}=${value}`)); return; }
    watched.list = watched.map = 0;
    const start = now();
    field.click();
    const look = () => {
      if (watched.list && watched.map) {
        // The frame after the one that shows the change: by then it has been painted.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(now() - start)));
      } else if (now() - start > 10000) {
        reject(new Error(`${name}=${value}: list ${watched.list}, map ${watched.map}`));
      } else {
        requestAnimationFrame(look);
      }
    };
    look();
  });
}
"""


def measure(report: Report, page: Page, address: str, listings: int) -> dict[str, Any]:
    """Measure both on a page that shows all of so many listings."""
    print(f"\nThe search page with {listings} listings")
    page.goto(f"{address}/fi/haku/", wait_until="networkidle")
    page.wait_for_selector(".leaflet-marker-pane > *")
    page.evaluate(WATCH)
    times = [
        page.evaluate("filter => window.benchChange(filter)", list(each))
        for each in FILTERS
        for _change in ("choose", "take away")
    ]
    report.add(
        "filter to list and map repainted, median", statistics.median(times), "ms", REPAINT_MS
    )
    report.add("filter to list and map repainted, p95", p95(sorted(times)), "ms")
    longest = _panned(page)
    for nearer, milliseconds in longest.items():
        what = f"longest task while panning, zoomed in {nearer} times"
        report.add(what, milliseconds, "ms", LONGEST_TASK_MS)
    return {"filters_ms": times, "longest_task_ms": longest}


def _panned(page: Page) -> dict[int, float]:
    """Return the main thread's longest task, in milliseconds, while panning at each nearness."""
    map_box = page.locator("service-map").bounding_box()
    assert map_box
    middle = (map_box["x"] + map_box["width"] / 2, map_box["y"] + map_box["height"] / 2)
    session = page.context.new_cdp_session(page)
    found: dict[int, float] = {}
    for nearer in NEARER:
        _zoom_in(page, nearer - max(found, default=0))
        with_trace = _Trace(session, page)
        for drag in range(DRAGS):
            _drag(page, middle, 180 if drag % 2 else -160, 90 if drag % 4 < 2 else -90)
        found[nearer] = with_trace.longest_task_ms()
    return found


def _zoom_in(page: Page, times: int) -> None:
    for _time in range(times):
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(700)
    page.wait_for_load_state("networkidle")


def _drag(page: Page, middle: tuple[float, float], x: float, y: float) -> None:
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + x, middle[1] + y, steps=20)
    page.mouse.up()
    # The map asks for what has come into view.
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)


class _Trace:
    """A trace of the page's main thread from now on."""

    def __init__(self, session: CDPSession, page: Page) -> None:
        self._session, self._page = session, page
        self._events: list[dict[str, Any]] = []
        self._done = False
        session.on("Tracing.dataCollected", lambda answer: self._events.extend(answer["value"]))
        session.on("Tracing.tracingComplete", self._complete)
        session.send(
            "Tracing.start",
            {
                "transferMode": "ReportEvents",
                "traceConfig": {"includedCategories": ["toplevel", "devtools.timeline"]},
            },
        )

    def _complete(self, _answer: object) -> None:
        self._done = True

    def longest_task_ms(self) -> float:
        """Stop; return how long the longest task of the renderer's main thread took."""
        self._session.send("Tracing.end")
        while not self._done:
            self._page.wait_for_timeout(50)
        mains = {
            (event["pid"], event["tid"])
            for event in self._events
            if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
        }
        tasks = [
            event["dur"] / 1000
            for event in self._events
            if event["name"].endswith("RunTask")
            and event.get("ph") == "X"
            and (event["pid"], event["tid"]) in mains
        ]
        if not tasks:
            names = json.dumps(sorted({event["name"] for event in self._events})[:20])
            raise RuntimeError(f"The trace holds no task of the main thread: {names}")
        return max(tasks)
