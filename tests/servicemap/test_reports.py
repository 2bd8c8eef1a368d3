"""Reports of the map as a whole: coverage, freshness, and what residents report."""

import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from servicemap.models import Feedback, Municipality
from servicemap.moderation import EDITORS, MODERATORS
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    FacilityFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)
from tests.servicemap.admin_forms import text
from tests.servicemap.test_listing_lists import LONG_AGO, member_of
from tests.spreadsheets import csv_table

pytestmark = pytest.mark.django_db

COVERAGE, FRESHNESS = "servicemap_coverage", "servicemap_freshness"
FEEDBACK = "servicemap_feedback_report"
NAMES = [COVERAGE, FRESHNESS, FEEDBACK]


@pytest.fixture
def towns(db: None) -> tuple[Municipality, Municipality]:
    """Two municipalities."""
    return MunicipalityFactory(name="Hartola", order=1), MunicipalityFactory(name="Sysmä", order=2)


@pytest.fixture
def sport(towns: tuple[Municipality, Municipality]) -> Any:
    """A topic with listings of all kinds below it in Hartola; other things in Sysmä."""
    hartola, sysma = towns
    sport = CategoryFactory(slug="liikunta", name="Liikunta", order=1)
    culture = CategoryFactory(slug="kulttuuri", name="Kulttuuri", order=2)
    swimming = CategoryFactory(slug="uinti", parent=CategoryFactory(slug="vesi", parent=sport))
    hall = FacilityFactory(name="Halli", municipality=hartola, categories=[swimming])
    # Once in each topic, though twice below sport.
    AssociationFactory(name="Seura", municipality=hartola, categories=[swimming, sport, culture])
    ActivityFactory(
        name="Jumppa", facility=hall, organiser=None, municipality=None, categories=[sport]
    )
    AssociationFactory(name="Kuoro", municipality=sysma, categories=[culture])
    AssociationFactory(name="Luokaton", municipality=sysma, confirmed_on=LONG_AGO)
    AssociationFactory(name="Luonnos", municipality=sysma, categories=[sport], draft=True)
    return sport


def report(client: Client, name: str, **parameters: Any) -> Any:
    """The report's page."""
    response = client.get(reverse(name), parameters)
    assert response.status_code == 200
    return response


def numbers(response: Any) -> dict[str, list[int]]:
    """The coverage table: names of rows, numbers by municipality and in all."""
    context = response.context
    rows = [*context["rows"], context["together"]]
    return {row.name: [cell.count for cell in [*row.cells, row.total]] for row in rows}


def names(response: Any) -> list[str]:
    """The listings of the freshness report."""
    return [row["name"] for row in response.context["object_list"]]


def test_coverage_counts_each_listing_once_in_a_topic_where_it_is(
    admin_client: Client, sport: Any
) -> None:
    *topics, without, together = numbers(report(admin_client, COVERAGE)).items()
    assert topics == [("Liikunta", [3, 0, 3]), ("Kulttuuri", [1, 1, 2])]
    assert without[1] == [0, 1, 1]
    assert together[1] == [3, 2, 5]


def test_coverage_is_of_one_kind_where_asked(admin_client: Client, sport: Any) -> None:
    found = numbers(report(admin_client, COVERAGE, kind="facility"))
    assert found["Liikunta"] == [1, 0, 1]
    assert found["Kulttuuri"] == [0, 0, 0]


def test_coverage_by_themes_and_target_groups(
    admin_client: Client, towns: tuple[Municipality, Municipality]
) -> None:
    theme, group = ThemeFactory(name="Osallisuus"), TargetGroupFactory(name="Nuoret")
    AssociationFactory(municipality=towns[1], themes=[theme], target_groups=[group])
    assert numbers(report(admin_client, COVERAGE, rows="theme"))["Osallisuus"] == [0, 1, 1]
    assert numbers(report(admin_client, COVERAGE, rows="group"))["Nuoret"] == [0, 1, 1]


@pytest.mark.parametrize("parameters", [{}, {"kind": "activity"}, {"kind": "association"}])
def test_numbers_of_coverage_lead_to_so_many_listings(
    admin_client: Client, sport: Any, parameters: dict[str, str]
) -> None:
    response = report(admin_client, COVERAGE, **parameters)
    context = response.context
    cells = [
        cell
        for row in [*context["rows"], context["together"]]
        for cell in [*row.cells, row.total]
        if cell.url
    ]
    assert cells
    for cell in cells:
        assert cell.url in text(response).replace("&amp;", "&")
        assert len(names(admin_client.get(cell.url))) == cell.count


def test_more_is_shaded_darker(admin_client: Client, sport: Any) -> None:
    first = report(admin_client, COVERAGE).context["rows"][1]
    second = report(admin_client, COVERAGE).context["rows"][0]
    assert second.cells[0].shade == 4
    assert second.cells[1].shade == 0
    assert 0 < first.cells[0].shade < 4


def test_coverage_is_exported(admin_client: Client, sport: Any) -> None:
    sport.name = "=Liikunta"
    sport.save()
    response = report(admin_client, COVERAGE, export="csv")
    called = f"kattavuus-kunnittain-{timezone.localdate().isoformat()}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{called}"'
    table = csv_table(response)
    assert table[0][1:3] == ["Hartola", "Sysmä"]
    assert table[1] == ["'=Liikunta", "3", "0", "3"]
    response = report(admin_client, COVERAGE, export="xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[2]] == ["=Liikunta", 3, 0, 3]
    assert sheet[2][0].data_type == "s"


# Freshness


def test_oldest_come_first_and_shares_are_by_municipality_and_kind(
    admin_client: Client, sport: Any, towns: tuple[Municipality, Municipality]
) -> None:
    FacilityFactory(name="Vahvistamaton", municipality=towns[0], confirmed_on=None)
    response = report(admin_client, FRESHNESS)
    assert names(response)[:2] == ["Vahvistamaton", "Luokaton"]
    assert "Luonnos" not in names(response)
    hartola, sysma, whole = response.context["share_rows"]
    assert [(share.fresh, share.total) for share in hartola.shares] == [(1, 1), (1, 2), (1, 1)]
    assert (sysma.together.percent, sysma.together.total) == (50, 2)
    assert (whole.together.fresh, whole.together.total) == (4, 6)
    for row in (hartola, sysma, whole):
        for share in [*row.shares, row.together]:
            if share.total:
                assert len(names(admin_client.get(share.url))) == share.total


def test_stalest_in_a_municipality_are_found(
    admin_client: Client, sport: Any, towns: tuple[Municipality, Municipality]
) -> None:
    response = report(admin_client, FRESHNESS, municipality=towns[1].pk, freshness="stale")
    assert names(response) == ["Luokaton"]
    # The shares are of what is old and what is new, as everywhere.
    assert [row.together.percent for row in response.context["share_rows"]] == [50, 50]
    edit = reverse(
        "wagtailsnippets_servicemap_association:edit",
        args=[response.context["object_list"][0]["key"]],
    )
    assert edit in text(response)


def test_the_last_row_is_of_what_is_looked_at(
    admin_client: Client, sport: Any, towns: tuple[Municipality, Municipality]
) -> None:
    whole = report(admin_client, FRESHNESS).context["share_rows"][-1]
    narrowed = report(admin_client, FRESHNESS, municipality=towns[1].pk)
    sysma, together = narrowed.context["share_rows"]
    assert whole.name == "Koko seutu"
    assert together.name != whole.name
    assert together.together.total == sysma.together.total == 2
    assert set(names(admin_client.get(together.together.url))) == set(names(narrowed))
    assert "2 kohdetta" in text(narrowed)
    assert "2 yhdistykset" not in text(narrowed)


def test_listings_without_a_point_are_found(admin_client: Client, sport: Any) -> None:
    missing = names(report(admin_client, FRESHNESS, point="missing"))
    assert set(missing) == {"Seura", "Kuoro", "Luokaton"}
    assert set(names(report(admin_client, FRESHNESS, point="given"))) == {"Halli", "Jumppa"}


def test_who_may_not_edit_is_led_to_the_public_page(sport: Any) -> None:
    editor = member_of(EDITORS)
    assert names(report(editor, FRESHNESS, who="mine")) == names(report(editor, FRESHNESS))
    user = editor.get("/admin/").wsgi_request.user
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename__startswith="change_"))
    page = report(editor, FRESHNESS)
    assert "/admin/snippets/servicemap/association/edit/" not in text(page)
    assert 'href="/fi/yhdistykset/kuoro/"' in text(page)
    assert names(report(editor, FRESHNESS, who="mine")) == []


def test_freshness_is_exported_whole(admin_client: Client) -> None:
    AssociationFactory.create_batch(55)
    AssociationFactory(name="@SUM(1)", confirmed_on=LONG_AGO)
    table = csv_table(report(admin_client, FRESHNESS, export="csv"))
    assert len(table) == 57
    assert table[1][0] == "'@SUM(1)"
    assert table[1][-1] == str(LONG_AGO)


# Residents' reports


def reported(
    days_ago: float, took: float | None = None, topic: str = Feedback.Topic.TIMES, **about: Any
) -> None:
    """A report received so many days ago, and handled so many days later."""
    received = timezone.now() - datetime.timedelta(days=days_ago)
    handled = received + datetime.timedelta(days=took) if took is not None else None
    one = Feedback.objects.create(topic=topic, **about)
    Feedback.objects.filter(pk=one.pk).update(
        created_at=received,
        handled_at=handled,
        state=Feedback.State.NEW if handled is None else Feedback.State.HANDLED,
    )


def test_feedback_is_summed_up_by_reason_and_municipality(
    admin_client: Client, towns: tuple[Municipality, Municipality]
) -> None:
    club = AssociationFactory(municipality=towns[0])
    hall = FacilityFactory(municipality=towns[1])
    class_ = ActivityFactory(municipality=None, facility=hall, organiser=None)
    reported(20, took=2, association=club)
    reported(20, took=10, association=club)
    reported(9, facility=hall, topic=Feedback.Topic.ENDED)
    reported(1, activity=class_, topic=Feedback.Topic.ENDED)
    reported(100, took=1, association=club)
    context = report(admin_client, FEEDBACK, days="30").context
    whole = context["whole"]
    assert (whole.received, whole.waiting, whole.median_days) == (4, 2, 6.0)
    # One in time of two that were handled and one that has waited too long.
    assert whole.soon_percent == 33
    assert whole.oldest_days == 9
    (_, by_reason), (_, by_town) = context["tables"]
    assert [row.received for row in by_reason] == [2, 2]
    assert [(row.name, row.received, row.waiting) for row in by_town] == [
        ("Hartola", 2, 0),
        ("Sysmä", 2, 2),
    ]
    assert report(admin_client, FEEDBACK).context["whole"].received == 5
    narrowed = report(admin_client, FEEDBACK, kind="activity", municipality=towns[1].pk)
    assert narrowed.context["whole"].received == 1
    assert csv_table(report(admin_client, FEEDBACK, export="csv"))[1][2:4] == ["5", "2"]


def test_nothing_reported_is_said(admin_client: Client) -> None:
    assert "map-report__table" not in text(report(admin_client, FEEDBACK))


# Who sees them, what they cost


@pytest.mark.parametrize("name", NAMES)
def test_reports_are_in_the_menu_of_those_who_may_see_them(name: str) -> None:
    address = reverse(name)
    editor = member_of(MODERATORS)
    assert address in text(editor.get(reverse("wagtailadmin_home")))
    assert report(editor, name)
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.get(address).status_code == 302
    user = editor.get("/admin/").wsgi_request.user
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(content_type__app_label="servicemap"))
    assert address not in text(editor.get(reverse("wagtailadmin_home")))
    assert editor.get(address).status_code == 302


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("parameters", [{"kind": "nothing"}, {"municipality": "x"}, {"days": "x"}])
def test_odd_parameters_do_no_harm(
    admin_client: Client, sport: Any, name: str, parameters: dict[str, str]
) -> None:
    report(admin_client, name, **parameters)


@pytest.mark.parametrize("name", NAMES)
def test_reports_take_no_more_queries_for_more_listings(
    admin_client: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    def fill() -> None:
        for factory in (AssociationFactory, FacilityFactory, ActivityFactory):
            listing = factory(categories=[CategoryFactory()])
            Feedback.objects.create(topic="other", **{str(listing.kind): listing})

    fill()
    report(admin_client, name)
    with django_assert_max_num_queries(40) as few:
        report(admin_client, name)
    for _ in range(4):
        fill()
    with django_assert_max_num_queries(len(few.captured_queries)):
        report(admin_client, name)
