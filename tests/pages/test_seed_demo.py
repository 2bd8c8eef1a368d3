"""The demo: complete, true to the registers, and safe to load again."""

import io
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.contrib.forms.models import FormSubmission
from wagtail.log_actions import registry
from wagtail.models import Locale, Page, Site, TaskState, WorkflowState

from pages.demo_content import listings, users
from pages.models import (
    AnnualCyclePage,
    HomePage,
    MunicipalityPage,
    NewsPage,
    PortalSettings,
    StandardPage,
    StrategyPage,
    UsefulnessCount,
    UsefulnessNote,
)
from pages.usefulness.report import answered_pages
from search.gaps import demo as search_demo
from search.gaps.counts import QueryCount
from search.gaps.recorder import recorder
from servicemap.models import (
    LISTING_MODELS,
    Activity,
    Association,
    Category,
    ContactPerson,
    CycleEntry,
    CycleKind,
    EveningRegistration,
    Facility,
    Feedback,
    Grant,
    GrantState,
    Membership,
    Municipality,
    OutgoingMail,
    Schedule,
    User,
)
from servicemap.places import municipality_at

pytestmark = pytest.mark.django_db


def seed() -> str:
    """Load the demo and return what was printed."""
    out = io.StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


def rows_in_database() -> dict[str, int]:
    watched: list[type[models.Model]] = [
        *LISTING_MODELS,
        Page,
        User,
        Category,
        Membership,
        ContactPerson,
        Feedback,
        FormSubmission,
        TaskState,
        OutgoingMail,
        QueryCount,
        UsefulnessCount,
        UsefulnessNote,
    ]
    return {model.__name__: model._default_manager.count() for model in watched}


@pytest.fixture
def _few_listings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the listing that a user of the demo owns."""
    rows = [
        row
        for row in listings.read_listings()["association"]
        if row["slug"] == users.OWNED_ASSOCIATION
    ]
    monkeypatch.setattr(
        "pages.management.commands.seed_demo.read_listings",
        lambda: {"association": rows, "facility": [], "activity": []},
    )


@pytest.fixture
def _demo(var_dir: Path) -> None:
    seed()


@pytest.mark.usefixtures("_demo")
def test_demo_is_complete_and_stays_so(client: Client, var_dir: Path) -> None:
    """One long test: loading takes seconds, and all of this is about the same demo."""
    check_listings()
    check_schedules()
    check_languages()
    check_pages(client)
    check_home_counts_what_search_finds(client)
    check_municipalities(client)
    check_annual_cycle(client)
    check_waiting()
    check_searches(client)
    check_users(client, var_dir)
    check_handled_stays_handled(client)
    check_again_keeps_what_people_did(client)


def check_listings() -> None:
    assert Association.objects.published().count() >= 60
    assert Facility.objects.published().count() >= 40
    assert Activity.objects.published().count() >= 150
    assert Facility.objects.filter(source="lipas").count() == 23
    for municipality in Municipality.objects.all():
        assert Association.objects.filter(municipality=municipality).exists(), municipality
    for purpose in Category.objects.filter(scheme=Category.Scheme.PRH):
        assert Association.objects.filter(categories=purpose).exists(), purpose
    for model in LISTING_MODELS:
        for listing in model._default_manager.filter(source=listings.SOURCE):
            assert listing.live, listing
            assert listing.live_revision_id is not None, listing
            drafted = listing.latest_revision_id != listing.live_revision_id
            assert drafted == listing.has_unpublished_changes == listing.workflow_in_progress
            if listing.latitude is not None and listing.municipality_id:
                code = municipality_at(listing.latitude, listing.longitude)
                assert code == listing.municipality.code, listing
            addresses = [listing.website, listing.email, getattr(listing, "booking_url", "")]
            for address in filter(None, addresses):
                assert ".example" in address, listing
    activities = Activity.objects.select_related("facility")
    # A telephone service has no place.
    on_map = [activity for activity in activities if activity.location.is_on_map]
    assert len(on_map) >= 0.95 * len(activities)
    for activity in activities:
        assert activity.organiser_id or activity.organiser_name, activity


def check_schedules() -> None:
    upcoming = weekly = 0
    for activity in Activity.objects.prefetch_related("schedules"):
        schedules = list(activity.schedules.all())
        upcoming += any(schedule.next_occurrence() for schedule in schedules)
        weekly += any(schedule.freq == Schedule.Freq.WEEKLY for schedule in schedules)
    assert upcoming >= 150
    assert weekly >= 100


def check_languages() -> None:
    for model in LISTING_MODELS:
        written = model._default_manager.filter(source=listings.SOURCE)
        translated = written.exclude(name_sv="").exclude(name_en="")
        translated = translated.exclude(summary_sv="").exclude(summary_en="")
        assert translated.count() * 3 >= written.count(), model


def check_pages(client: Client) -> None:
    finnish = Locale.objects.get(language_code="fi")
    assert NewsPage.objects.live().filter(locale=finnish).count() == 8
    assert all(page.date <= timezone.localdate() for page in NewsPage.objects.all())
    strategy = StrategyPage.objects.get(locale=finnish)
    assert len(strategy.spearheads) == 5
    assert all(block.value["actions"] for block in strategy.spearheads)
    assert set(HomePage.objects.values_list("locale__language_code", flat=True)) == {
        "fi",
        "sv",
        "en",
    }
    assert PortalSettings.objects.get().is_demo
    # The page that a new Wagtail site starts with is gone.
    assert not any(page.specific_class is Page for page in Page.objects.filter(depth__gt=1))
    for page in Page.objects.live().filter(depth__gt=1):
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        own = response.context["languages"]
        assert [item["url"] for item in own if item["current"]] == [page.url]
    grants = list(Grant.objects.with_dates())
    assert len(grants) == 10
    assert {grant.status().state for grant in grants} == set(GrantState)
    for grant in grants:
        assert all((grant.name_sv, grant.name_en, grant.summary_sv, grant.summary_en))
        assert client.get(grant.get_absolute_url()).status_code == 200
    for code in ("fi", "sv", "en"):
        topics = client.get(f"/{code}/").context["topics"]
        assert len(topics) == 8
        assert all(topic["count"] for topic in topics)


def check_home_counts_what_search_finds(client: Client) -> None:
    context = client.get("/fi/").context
    ways_in = [*context["region_map"]["municipalities"], *context["topics"]]
    for way in ways_in:
        assert total(client, way["url"]) == way["count"], way["url"]


def check_municipalities(client: Client) -> None:
    pages = MunicipalityPage.objects.live()
    finnish = pages.filter(locale__language_code="fi")
    assert {page.municipality for page in finnish} == set(Municipality.objects.all())
    for code in ("sv", "en"):
        there = pages.filter(locale__language_code=code)
        assert {page.municipality for page in there} == set(Municipality.objects.all())
        translated = there.filter(alias_of=None)
        assert {page.municipality.code for page in translated} == {"398", "111"}
    for municipality in Municipality.objects.all():
        persons = municipality.contact_persons.published()
        assert persons[0].is_first, municipality
        assert not any(person.name for person in persons), municipality
        assert all(person.email.endswith(".example") for person in persons), municipality
    assert Municipality.objects.get(code="398").contact_persons.count() >= 4
    for page in finnish.filter(municipality__code__in=["398", "081"]):
        context = client.get(page.url).context
        assert len(context["topics"]) >= 3
        for way in context["topics"]:
            assert total(client, way["url"]) == way["count"], way["url"]
        for figure in context["figures"]:
            if figure["url"]:
                assert total(client, figure["url"]) == int(figure["value"]), figure
        assert context["facilities"]


def total(client: Client, url: str) -> int:
    """How many listings the search of an address finds."""
    parameters = url.partition("?")[2]
    found: int = client.get(f"/api/v1/search?{parameters}").json()["total"]
    return found


def check_annual_cycle(client: Client) -> None:
    assert CycleEntry.objects.published().count() >= 25
    assert set(CycleEntry.objects.values_list("kind", flat=True)) == set(CycleKind.values)
    for entry in CycleEntry.objects.all():
        entry.full_clean()
        assert entry.title_sv, entry
        assert entry.title_en, entry
        assert entry.next_days, entry
    for page in AnnualCyclePage.objects.live().select_related("locale"):
        code = page.locale.language_code
        for year in (timezone.localdate().year - 1, timezone.localdate().year):
            response = client.get(page.url, {"year": year})
            assert response.context["wheel"].has_titles, (code, year)
            assert all(month.rows for month in response.context["months"]), (code, year)
    assert AnnualCyclePage.objects.live().count() == 3


def check_waiting() -> None:
    """Editors find something to do, and something that was done in its time; nobody got mail."""
    now = timezone.now()
    handled = Feedback.objects.filter(state=Feedback.State.HANDLED)
    assert Feedback.objects.count() - handled.count() == 2
    assert all(one.created_at < one.handled_at < now for one in handled)
    assert FormSubmission.objects.count() == 3
    by_user = {
        user.email: TaskState.objects.reviewable_by(user).count()
        for user in User.objects.filter(groups__staff__isnull=False)
    }
    assert by_user[users.EDITOR.email] == 3
    assert by_user[users.MUNICIPAL_EDITOR.email] == 1
    assert by_user[users.CONTRIBUTOR.email] == 0
    states = WorkflowState.objects.active().select_related("requested_by")
    assert {state.requested_by.email for state in states} == {
        users.CONTRIBUTOR.email,
        users.OWNER.email,
    }
    for task in TaskState.objects.select_related("revision"):
        assert now - task.started_at > timedelta(hours=23), task
        assert task.revision.created_at == task.started_at
        assert task.revision == task.revision.content_object.revisions.latest("created_at", "pk")
        logs = registry.get_logs_for_instance(task.revision.content_object)
        assert logs.filter(action="wagtail.workflow.start").get().timestamp == task.started_at
    lost = Association.objects.published().without_point().exclude(street_address="")
    assert [one.municipality.name for one in lost] == ["Lahti"]
    assert UsefulnessNote.objects.waiting().count() == 2
    least_useful = answered_pages()[0]
    assert least_useful.slug == "tilan-varaaminen"
    assert least_useful.waiting == 2
    failed = OutgoingMail.objects.get()
    assert failed.state == OutgoingMail.State.FAILED
    assert not OutgoingMail.objects.due(now + timedelta(days=30)).exists()
    assert failed.to.endswith(".example")
    assert EveningRegistration.objects.filter(email=failed.to).exists()
    assert mail.outbox == []


def check_searches(client: Client) -> None:
    """What the demo's residents searched for ends as the demo says when one searches for it."""
    first, today = timezone.localdate() - timedelta(days=29), timezone.localdate()
    before = QueryCount.objects.between(first, today).totals()
    assert before.filter(missed__gt=0).count() >= 5
    assert before.filter(found_corrected__gt=0).exists()
    ended = {
        (row["text"], row["language"]): ending
        for ending, rows in search_demo.read().items()
        for row in rows
    }
    recorder.save()
    QueryCount.objects.filter(day=today).delete()  # what tests before this one asked
    for text, language in ended:
        path = {"fi": "/fi/haku/", "sv": "/sv/sok/", "en": "/en/search/"}[language]
        assert client.get(path, {"q": text}).status_code == 200
    recorder.save()
    counted = QueryCount.objects.filter(day=today)
    assert {
        (one.text, one.language): "missed"
        if one.without_results
        else "corrected"
        if one.corrected
        else "found"
        for one in counted
    } == ended


def check_users(client: Client, var_dir: Path) -> None:
    kept = var_dir / "demo-passwords.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    passwords = dict(line.split() for line in kept.read_text().splitlines())
    assert set(passwords) == {user.email for user in users.USERS}
    for email, password in passwords.items():
        assert client.login(username=email, password=password)
        client.logout()
    membership = Membership.objects.get(user__email=users.OWNER.email)
    assert membership.role == Membership.Role.OWNER
    assert membership.state == Membership.State.ACTIVE
    assert User.objects.get(email=users.ADMINISTRATOR.email).is_superuser
    roles = {
        user.email: user.groups.get().staff.role
        for user in User.objects.filter(is_superuser=False).exclude(email=users.OWNER.email)
    }
    assert roles == {
        users.EDITOR.email: "publisher",
        users.MUNICIPAL_EDITOR.email: "municipal",
        users.CONTRIBUTOR.email: "contributor",
    }
    lahti = User.objects.get(email=users.MUNICIPAL_EDITOR.email)
    assert lahti.groups.get().staff.municipality.name == "Lahti"
    assert not User.objects.get(email=users.EDITOR.email).is_superuser
    client.force_login(User.objects.get(email=users.OWNER.email))
    assert client.get("/admin/").status_code in {302, 403}


def check_handled_stays_handled(client: Client) -> None:
    """Loading again brings back nothing that an editor has approved, sent or forgotten."""
    editor = User.objects.get(email=users.EDITOR.email)
    for state in list(TaskState.objects.reviewable_by(editor)):
        state.task.specific.on_action(state, editor, "approve")
    mail.outbox.clear()
    Feedback.objects.filter(state=Feedback.State.NEW).first().delete()
    UsefulnessNote.objects.update(state=UsefulnessNote.State.HANDLED)
    OutgoingMail.objects.all().delete()
    QueryCount.objects.all().delete()
    before = rows_in_database()

    seed()

    assert rows_in_database() == before
    assert not TaskState.objects.reviewable_by(editor).exists()
    assert not UsefulnessNote.objects.waiting().exists()
    rowers = Association.objects.get(source_id=users.OWNED_ASSOCIATION)
    assert "40 €" in rowers.joining
    assert mail.outbox == []


def check_again_keeps_what_people_did(client: Client) -> None:
    association = Association.objects.filter(source=listings.SOURCE).first()
    assert association is not None
    association.name, association.slug = "Uusi nimi ry", "uusi-nimi"
    association.save()
    about = StandardPage.objects.get(slug="tietoa-palvelusta")
    about.title, about.slug = "Mikä tämä on", "mika-tama-on"
    about.save_revision().publish()
    portal = PortalSettings.objects.get()
    portal.site_name = "Meidän kartta"
    portal.save()
    editor = User.objects.get(email=users.EDITOR.email)
    editor.set_password("oma-salasana-nyt")
    editor.save()
    activity = Activity.objects.filter(source=listings.SOURCE).first()
    assert activity is not None
    activity.delete()
    before = rows_in_database()

    printed = seed()

    assert rows_in_database() == before
    assert Association.objects.get(pk=association.pk).name == "Uusi nimi ry"
    assert StandardPage.objects.get(pk=about.pk).slug == "mika-tama-on"
    assert PortalSettings.objects.get().site_name == "Meidän kartta"
    assert User.objects.get(pk=editor.pk).check_password("oma-salasana-nyt")
    changed = re.escape(gettext("(changed)"))
    assert re.search(rf"{users.EDITOR.email}\s+{changed}", printed)
    assert re.search(rf"{users.OWNER.email}\s+\w{{4}}-\w{{4}}-\w{{4}}-\w{{4}}", printed)


@pytest.mark.usefixtures("registers")
def test_unknown_reference_is_named() -> None:
    row = {"slug": "kuoro", "name": "Kuoro", "categories": ["olematon"]}
    with pytest.raises(listings.ContentError, match=r"association kuoro: .*olematon"):
        listings.load_listings(Association, [row], timezone.localdate())
    misspelt = {"slug": "kuoro", "name": "Kuoro", "phnoe": "1"}
    with pytest.raises(listings.ContentError, match="phnoe"):
        listings.load_listings(Association, [misspelt], timezone.localdate())


@pytest.mark.usefixtures("registers")
def test_address_that_is_taken_is_left_to_its_owner() -> None:
    own = Association.objects.create(name="Kuoro", slug="kuoro")
    row = {"slug": "kuoro", "name": "Kuoro"}
    assert listings.load_listings(Association, [row], timezone.localdate()) == 1
    assert Association.objects.get(source_id="kuoro").slug != own.slug
    assert listings.load_listings(Association, [row], timezone.localdate()) == 0


@pytest.mark.usefixtures("registers")
def test_a_schedule_starts_on_a_day_it_takes_place() -> None:
    today = timezone.localdate().replace(year=2026, month=11, day=22)
    schedule = {
        "freq": "WEEKLY",
        "byday": "WE",
        "start_offset_days": 0,
        "until_offset_days": 60,
        "opens_at": "17:30",
        "closes_at": "19:00",
    }
    organiser = Association.objects.create(name="Kuoro", slug="kuoro")
    row = {"slug": "harjoitus", "name": "Harjoitus", "organiser": "kuoro", "schedules": [schedule]}
    listings.load_listings(Activity, [row], today)
    activity = Activity.objects.get(source_id="harjoitus")
    assert activity.organiser == organiser
    assert activity.schedules.get().dtstart.isoformat() == "2026-11-25"


@pytest.mark.usefixtures("_few_listings")
def test_home_page_that_somebody_made_is_kept(home: HomePage, var_dir: Path) -> None:
    home.question = "Oma kysymys?"
    home.save()
    seed()
    assert Site.objects.get().root_page_id == home.pk
    assert HomePage.objects.get(locale__language_code="fi").question == "Oma kysymys?"
    assert HomePage.objects.get(locale__language_code="sv").translation_key == home.translation_key


@pytest.mark.usefixtures("_few_listings")
def test_crash_leaves_nothing_half_done(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: object) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr("pages.management.commands.seed_demo.load_site", crash)
    before = rows_in_database()
    with pytest.raises(RuntimeError, match="power cut"):
        seed()
    assert rows_in_database() == before
