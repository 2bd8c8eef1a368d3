"""A real Chromium, the site it visits, and a region small enough to count by hand."""

import datetime
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as ContentPage

from bench.browser.serving import DEMO, prepare, served
from pages.demo_content.annual_cycle import load_cycle_entries, load_cycle_pages
from pages.demo_content.evenings import load_evenings
from pages.demo_content.grants import load_grants
from pages.demo_content.knowledge import load_knowledge
from pages.demo_content.landing_pages import load_landing_pages
from pages.demo_content.municipality_pages import load_contact_persons, load_municipality_pages
from pages.demo_content.operating_model import load_operating_model
from pages.demo_content.site_pages import load_site, read
from pages.demo_content.surveys import load_surveys
from pages.models import (
    AnnualCyclePage,
    ContactsPage,
    EveningIndexPage,
    EveningPage,
    GrantsPage,
    GuidePage,
    HomePage,
    KnowledgeBankPage,
    LandingPage,
    MunicipalityIndexPage,
    MunicipalityPage,
    NewsIndexPage,
    NewsPage,
    OperatingModelPage,
    StandardPage,
    StrategyPage,
    SurveyIndexPage,
    SurveyPage,
)
from servicemap.models import Activity, Association, Facility, Grant, Municipality
from tests.browser.chromium import HEADLESS_SHELL, QUIET, chromium_path
from tests.conftest import STATES, Reach
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    FacilityFactory,
    ScheduleFactory,
    UserFactory,
)
from tests.pages.bodies import every_block
from tests.pages.factories import standard_page
from tests.register_rows import Rows

PATIENCE_MS = 30_000
"""How long a machine may be busy with something else before a test gives up."""

CALM_S = 0.5
"""How long a page that has settled asks for nothing."""

MAPS = "service-map:visible, listing-map:visible, list-map:visible"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser for all tests; without one they are skipped, but never where CI counts on it."""
    # Playwright's loop lives in this thread; the tests' own queries wait for nothing.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        path = chromium_path(playwright, HEADLESS_SHELL)
        if path is None:
            reason = "No Chromium: install one or name it in the variable CHROMIUM."
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def prepared_demo(
    django_db_setup: None, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with the demo, ready to be served; what is served is a copy.

    The first of the run's processes makes it for all of them, in a copy of the tests' tables.
    """
    of_run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_run = of_run.parent
    folder = of_run / "prepared-demo"
    with (of_run / "prepared-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            in_making = tmp_path_factory.mktemp("demo")
            if states := pytestconfig.stash.get(STATES, None):
                states.write_first(in_making / DEMO)
            prepare(in_making / DEMO, in_making, demo=True)
            in_making.rename(folder)
    return folder


@contextmanager
def served_copy(prepared_demo: Path, folder: Path) -> Iterator[str]:
    """Serve a copy of the demo, to be kept in a folder that is not there yet."""
    shutil.copytree(prepared_demo, folder)
    with served(folder / DEMO, folder) as address:
        yield address


@dataclass
class Visit:
    """One visitor's page and everything that went past on the way."""

    page: Page
    context: BrowserContext
    base: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)
    last_stir: float = 0

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.base + path)
        return self.page

    def settle(self) -> Page:
        """Wait until the page has asked for all that it wants, and has got it.

        Playwright's own word for it, “networkidle”, sometimes never comes.
        """
        self.last_stir = time.monotonic()
        patience = self.last_stir + PATIENCE_MS / 1000
        while self.under_way or time.monotonic() < self.last_stir + CALM_S:
            assert time.monotonic() < patience, [request.url for request in self.under_way]
            self.page.wait_for_timeout(50)
        return self.page

    def begin(self, request: Request) -> None:
        """Note that the page asks for something."""
        self.requests.append(request.url)
        self.under_way.add(request)
        self.last_stir = time.monotonic()

    def end(self, request: Request) -> None:
        """Note that it has got it, or will not."""
        self.under_way.discard(request)
        self.last_stir = time.monotonic()

    @property
    def strangers(self) -> set[str]:
        """The addresses asked for that are not the site's."""
        own = urlsplit(self.base).netloc
        return {
            url
            for url in self.requests
            if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != own
        }


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Visit]]:
    """Make visitors; after the test none of them may have met an error in the console."""
    visits: list[Visit] = []

    def make(width: int = 1280, height: int = 900, **options: object) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="fi-FI",
            reduced_motion="reduce",
            **{"service_workers": "block"} | options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        one = Visit(page, context, live_server.url)
        page.on("request", one.begin)
        page.on("requestfinished", one.end)
        page.on("requestfailed", one.end)
        page.on("pageerror", lambda error: one.errors.append(str(error)))
        page.on(
            "console",
            lambda message: one.errors.append(message.text) if message.type == "error" else None,
        )
        visits.append(one)
        return one

    yield make
    errors = [error for one in visits for error in one.errors]
    for one in visits:
        one.context.close()
    assert errors == []


@pytest.fixture
def editor(visit: Callable[..., Visit]) -> Callable[..., Visit]:
    """Make an administrator's browser."""

    def make(**options: object) -> Visit:
        client = Client()
        client.force_login(UserFactory(is_superuser=True))
        visitor = visit(**options)
        name = settings.SESSION_COOKIE_NAME
        visitor.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": visitor.base}]
        )
        return visitor

    return make


@dataclass(frozen=True)
class Region:
    """Three swimming halls, two activities in one of them, a club without a place, a library."""

    lahti: Facility
    heinola: Facility
    asikkala: Facility
    exercise: Activity
    lessons: Activity
    club: Association
    library: Facility

    found: int = 6
    """How many of them “uimahallissa” finds."""

    unlocated: int = 1


@pytest.fixture
def region(live_server: LiveServer, registers: Rows, reach: Reach) -> Region:
    """Listings in three municipalities of the real region."""
    made: Region = reach("region", make_region)
    return made


def make_region() -> Region:
    """Make the listings of the region."""
    town = {entry.code: entry for entry in Municipality.objects.all()}
    lahti = FacilityFactory(
        name="Lahden uimahalli",
        slug="lahden-uimahalli",
        municipality=town["398"],
        latitude=60.9870,
        longitude=25.6530,
        price="fee",
    )
    club = AssociationFactory(
        name="Lahden Uimarit ry", summary="Seura uimahallin ystäville.", municipality=town["398"]
    )
    return Region(
        lahti=lahti,
        club=club,
        heinola=FacilityFactory(
            name="Heinolan uimahalli",
            municipality=town["111"],
            latitude=61.2052,
            longitude=26.0348,
        ),
        asikkala=FacilityFactory(
            name="Asikkalan uimahalli",
            municipality=town["016"],
            latitude=61.1727,
            longitude=25.5490,
        ),
        exercise=ActivityFactory(
            name="Vesijumppa",
            summary="Jumppaa uimahallissa keskiviikkoisin.",
            organiser=club,
            facility=lahti,
            municipality=town["398"],
            price="free",
        ),
        lessons=ActivityFactory(
            name="Uimakoulu",
            summary="Alkeet opitaan uimahallissa.",
            organiser=club,
            facility=lahti,
            municipality=town["398"],
        ),
        library=FacilityFactory(
            name="Heinolan kirjasto",
            municipality=town["111"],
            latitude=61.2052,
            longitude=25.9000,
        ),
    )


@pytest.fixture
def always_open(region: Region) -> Facility:
    """The hall in Heinola, which never closes; that in Lahti has closed for good."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    whole_day: dict[str, Any] = {"dtstart": yesterday, "opens_at": None, "closes_at": None}
    for hall, until in ((region.heinola, None), (region.lahti, yesterday)):
        hall.schedules = [ScheduleFactory.build(freq="DAILY", byday="", until=until, **whole_day)]
        hall.save()
    return region.heinola


KINDS: tuple[type[ContentPage], ...] = (
    HomePage,
    NewsIndexPage,
    NewsPage,
    StrategyPage,
    StandardPage,
    LandingPage,
    GrantsPage,
    EveningIndexPage,
    ContactsPage,
    MunicipalityIndexPage,
    MunicipalityPage,
    AnnualCyclePage,
    KnowledgeBankPage,
    GuidePage,
    OperatingModelPage,
    SurveyIndexPage,
    SurveyPage,
)


def every_block_page(language: str) -> StandardPage:
    """Return a page in a language with every block that there is, made if it is not there.

    But for the picture: the tests' site serves no media.
    """
    home = HomePage.objects.get(locale__language_code=language)
    found = StandardPage.objects.child_of(home).filter(slug="every-block").first()
    if found:
        return found
    body = [(name, value) for name, value in every_block().items() if name != "image"]
    return standard_page(home, "Kaikki lohkot", slug="every-block", body=body)


@pytest.fixture(scope="session")
def demo_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the documents of the demo's pages are."""
    return tmp_path_factory.mktemp("media")


def load_pages() -> None:
    """Load all pages of the demo."""
    load_site(datetime.date(2026, 11, 22))
    load_grants(read("grants")["grant"], timezone.localdate())
    load_contact_persons()
    load_municipality_pages()
    load_cycle_pages()
    load_cycle_entries(timezone.localdate())
    load_knowledge(datetime.date(2026, 11, 22))
    load_operating_model(datetime.date(2026, 11, 22))
    load_surveys(timezone.localdate())
    load_evenings(timezone.localdate())
    load_landing_pages()


@pytest.fixture
def addresses_in(
    region: Region, settings: Settings, reach: Reach, demo_media: Path
) -> Callable[[str], list[str]]:
    """Return what gives the address of one page of each kind in a language."""
    settings.MEDIA_ROOT = demo_media
    reach("pages", load_pages)

    def give(language: str) -> list[str]:
        pages = [
            kind.objects.live().filter(locale__language_code=language).first() for kind in KINDS
        ]
        guide = GuidePage.objects.live().filter(locale__language_code=language).earliest("pk")
        with translation.override(language):
            search, calendar = reverse("search"), reverse("calendar")
            search_pages = reverse("search_pages")
            my_list, offline = reverse("my_list"), reverse("offline")
            reminders = reverse("grant-reminders")
            evenings = EveningPage.objects.live().filter(locale__language_code=language)
            key = evenings.upcoming().last().translation_key
            register = reverse("evening-register", args=[key])
            grant = Grant.objects.in_state("open").earliest("pk").get_absolute_url()
            builder, embed = reverse("embed_builder"), reverse("embed")
            listings = [
                listing.get_absolute_url()
                for listing in (region.lahti, region.exercise, region.club)
            ]
        ids = f"facility-{region.lahti.pk},activity-{region.exercise.pk},activity-99999,nothing"
        report = region.exercise.get_feedback_url()
        return [
            f"{search}?q=uimahalli",
            f"{search}?q=uimahallissa+senioreille+maanantaisin",
            f"{search}?q=avustus",
            f"{search}?q=talousarvio",
            f"{search}?q=ei-tallaista-ole",
            f"{search_pages}?q=avustus",
            calendar,
            f"{builder}?q=uimahallissa&kind=facility&show=list",
            f"{embed}?q=uimahalli",
            f"{embed}?q=uimahalli&show=map",
            f"{embed}?q=uimahalli&show=list&scheme=dark",
            f"{calendar}?q=ei-tallaista-ole&when=weekend",
            *listings,
            my_list,
            f"{my_list}?ids={ids}",
            offline,
            report,
            grant,
            reminders,
            f"{reverse('usefulness', args=[guide.pk])}?answer=no",
            register,
            *(evening.get_url() for evening in evenings),
            *(page.get_url() for page in pages if page),
            every_block_page(language).get_url(),
        ]

    return give


@pytest.fixture
def addresses(addresses_in: Callable[[str], list[str]]) -> list[str]:
    """One page of each kind, in Finnish."""
    return addresses_in("fi")
