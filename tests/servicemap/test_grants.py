"""Grants: whether one can apply on a day, and how editors keep the register."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from servicemap.models import Grant, GrantPeriod, GrantState, site_today
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from tests.factories import GrantFactory, MunicipalityFactory, UserFactory
from tests.spreadsheets import csv_table

TODAY = datetime.date(2026, 11, 22)


def in_days(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


def grant_of(*days: tuple[int, int], **fields: Any) -> Grant:
    """A grant that is not saved, with periods in days from ``TODAY``."""
    grant = Grant(name="Avustus", **fields)
    grant.periods = [
        GrantPeriod(opens_on=in_days(opens), closes_on=in_days(closes)) for opens, closes in days
    ]
    return grant


@pytest.mark.parametrize(
    ("days", "state", "left", "until"),
    [
        ((-5, -1), GrantState.CLOSED, None, None),
        ((-5, 0), GrantState.OPEN, 0, None),
        ((0, 0), GrantState.OPEN, 0, None),
        ((0, 5), GrantState.OPEN, 5, None),
        ((1, 5), GrantState.UPCOMING, None, 1),
    ],
)
def test_first_and_last_day_belong_to_the_period(
    days: tuple[int, int], state: str, left: int | None, until: int | None
) -> None:
    status = grant_of(days).status(TODAY)
    assert (status.state, status.days_left, status.days_until) == (state, left, until)


def test_continuous_grant_is_open_whatever_its_periods_say() -> None:
    status = grant_of((-5, -1), is_continuous=True).status(TODAY)
    assert (status.state, status.period, status.next_date) == (GrantState.CONTINUOUS, None, None)


def test_grant_without_periods_is_closed() -> None:
    assert grant_of().status(TODAY).state == GrantState.CLOSED
    assert grant_of().status(TODAY).period is None


def test_period_that_tells_most_is_chosen() -> None:
    last, now, now_longer, soon, later = (-20, -10), (-2, 2), (-3, 9), (20, 30), (50, 60)
    for given_days, chosen in (
        ((last, now, now_longer, soon), now_longer),
        ((last, later, soon), soon),
        (((-40, -30), last), last),
    ):
        status = grant_of(*given_days).status(TODAY)
        assert status.period is not None
        assert (status.period.opens_on, status.period.closes_on) == tuple(map(in_days, chosen))


def test_day_is_the_sites_not_the_editors() -> None:
    moment = datetime.datetime.now(datetime.UTC)
    for name in ("Pacific/Kiritimati", "Pacific/Niue"):
        with timezone.override(name):
            assert site_today() == moment.astimezone(timezone.get_default_timezone()).date()


DAYS = st.lists(
    st.tuples(st.integers(-40, 40), st.integers(0, 40)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=4,
)


@given(days=DAYS, is_continuous=st.booleans())
def test_status_holds_together(days: list[tuple[int, int]], is_continuous: bool) -> None:
    status = grant_of(*days, is_continuous=is_continuous).status(TODAY)
    inside = any(opens <= 0 <= closes for opens, closes in days)
    ahead = any(opens > 0 for opens, _closes in days)
    assert (status.state == GrantState.CONTINUOUS) == is_continuous
    assert (status.state == GrantState.OPEN) == (inside and not is_continuous)
    assert (status.state == GrantState.UPCOMING) == (ahead and not inside and not is_continuous)
    if status.next_date is not None:
        assert status.next_date >= TODAY


@pytest.mark.django_db
def test_database_and_python_agree_on_states() -> None:
    """Every combination of two periods around today, with and without being continuous."""
    spans = [(-9, -5), (-3, -1), (-1, 0), (0, 0), (0, 3), (1, 2), (6, 9)]
    for number, first in enumerate(spans):
        GrantFactory(days=[first])
        for second in spans[number:]:
            GrantFactory(days=[first, second])
    GrantFactory(days=[])
    GrantFactory(days=[(0, 1)], is_continuous=True)
    grants = list(Grant.objects.with_dates())
    for state in GrantState:
        said = set(Grant.objects.in_state(state).values_list("pk", flat=True))
        assert said == {grant.pk for grant in grants if grant.status().state == state}, state
        assert said, f"Nothing is {state}: the test compares nothing."


@pytest.mark.django_db
def test_periods_between_two_days() -> None:
    GrantFactory(days=[(0, 10), (20, 30)])
    GrantFactory(days=[(0, 10)], live=False)
    GrantFactory(days=[(0, 10)], is_continuous=True)
    today = site_today()

    def found(first: int, last: int) -> list[int]:
        periods = GrantPeriod.objects.published().between(
            today + datetime.timedelta(days=first), today + datetime.timedelta(days=last)
        )
        return sorted((one.opens_on - today).days for one in periods)

    assert found(-5, -1) == []
    assert found(-5, 0) == [0]
    assert found(10, 20) == [0, 20]
    assert found(11, 19) == []
    assert found(-100, 100) == [0, 20]


@pytest.mark.django_db
def test_grant_of_the_whole_region_is_every_municipalitys() -> None:
    lahti, heinola = MunicipalityFactory.create_batch(2)
    own = GrantFactory(municipalities=[lahti])
    both = GrantFactory(municipalities=[lahti, heinola])
    region = GrantFactory()
    assert set(Grant.objects.covering(lahti)) == {own, both, region}
    assert set(Grant.objects.covering(heinola)) == {both, region}


@pytest.mark.django_db
def test_period_in_the_wrong_order_is_refused() -> None:
    grant = GrantFactory()
    wrong = GrantPeriod(grant=grant, opens_on=in_days(1), closes_on=in_days(0))
    with pytest.raises(ValidationError) as refused:
        wrong.full_clean()
    assert "closes_on" in refused.value.message_dict
    with pytest.raises(IntegrityError):
        wrong.save()


@pytest.mark.django_db
def test_slugs_are_made_of_names_and_kept_apart() -> None:
    slugs = [GrantFactory(name=name).slug for name in ("Äänestä", "Äänestä", "!!!", "!!!")]
    assert slugs == ["aanesta", "aanesta-2", "avustus", "avustus-2"]


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ((2027, 2, 1), (2027, 3, 1), ((2028, 2, 1), (2028, 3, 1))),
        ((2028, 2, 29), (2028, 2, 29), ((2029, 2, 28), (2029, 2, 28))),
        ((2027, 12, 1), (2028, 1, 15), ((2028, 12, 1), (2029, 1, 15))),
    ],
)
def test_a_year_later(opens: Any, closes: Any, expected: Any) -> None:
    one = GrantPeriod(
        grant=Grant(),
        label="2027",
        opens_on=datetime.date(*opens),
        closes_on=datetime.date(*closes),
    ).a_year_later()
    assert (one.label, one.opens_on, one.closes_on) == (
        "2028",
        datetime.date(*expected[0]),
        datetime.date(*expected[1]),
    )


# In the admin


def url(view: str, *args: Any) -> str:
    return reverse(f"servicemap_grant_modeladmin_{view}", args=args)


def form(periods: list[dict[str, str]] = [], **fields: Any) -> dict[str, Any]:  # noqa: B006
    """What an editor sends."""
    base: dict[str, Any] = {
        "name": "Kohdeavustus",
        "kind": "project",
        "funder": "Lautakunta",
        "summary": "Tapahtumiin.",
        "for_associations": "on",
        "live": "on",
    }
    rows = {
        f"periods-{number}-{name}": value
        for number, row in enumerate(periods)
        for name, value in row.items()
    }
    management = {
        "periods-TOTAL_FORMS": str(len(periods)),
        "periods-INITIAL_FORMS": str(sum("id" in row for row in periods)),
        "periods-MIN_NUM_FORMS": "0",
        "periods-MAX_NUM_FORMS": "1000",
    }
    rich = {
        f"{field}{suffix}": "null"
        for field in ("criteria", "guidance")
        for suffix in ("", "_sv", "_en")
    }
    return base | rich | rows | management | fields


@pytest.mark.django_db
def test_grant_is_made_with_its_period_and_changed(admin_client: Client) -> None:
    assert admin_client.get(url("create")).status_code == 200
    days = {"opens_on": "1.2.2027", "closes_on": "28.2.2027", "label": "2027"}
    response = admin_client.post(url("create"), form([days]))
    assert response.status_code == 302, response.context["form"].errors
    grant = Grant.objects.get()
    made = grant.periods.get()
    assert (grant.slug, made.opens_on, made.closes_on) == (
        "kohdeavustus",
        datetime.date(2027, 2, 1),
        datetime.date(2027, 2, 28),
    )
    changed = days | {"id": str(made.pk), "closes_on": "5.3.2027"}
    response = admin_client.post(url("edit", grant.pk), form([changed], slug="kohdeavustus"))
    assert response.status_code == 302
    assert grant.periods.get().closes_on == datetime.date(2027, 3, 5)
    assert grant.periods.get().pk == made.pk, "Who was reminded of it stays known."


@pytest.mark.django_db
def test_form_says_what_is_wrong(admin_client: Client) -> None:
    backwards = {"opens_on": "2.2.2027", "closes_on": "1.2.2027"}
    response = admin_client.post(url("create"), form([backwards]))
    assert response.status_code == 200
    assert response.context["form"].formsets["periods"].errors[0].keys() == {"closes_on"}
    response = admin_client.post(url("create"), form(for_associations=""))
    assert response.status_code == 200
    response = admin_client.post(url("create"), form(contact_phone="abc"))
    assert response.context["form"].errors.keys() == {"contact_phone"}
    assert not Grant.objects.exists()


def listed(client: Client, **parameters: Any) -> set[str]:
    response = client.get(url("index"), parameters)
    assert response.status_code == 200
    return {grant.name for grant in response.context["object_list"]}


@pytest.mark.django_db
def test_list_shows_states_and_is_narrowed(admin_client: Client) -> None:
    lahti, heinola = MunicipalityFactory.create_batch(2)
    GrantFactory(name="Auki", days=[(-1, 4)], municipalities=[lahti], funder="Säätiö")
    GrantFactory(name="Tulossa", days=[(3, 9)], municipalities=[heinola], kind="travel")
    GrantFactory(name="Jatkuva", is_continuous=True)
    GrantFactory(name="Ohi", days=[(-9, -3)], live=False)
    page = admin_client.get(url("index")).content.decode()
    for state in GrantState:
        assert str(state.label) in page
    assert f"{site_today() + datetime.timedelta(days=4):%-d.%-m.%Y}" in page
    assert listed(admin_client, state="open") == {"Auki"}
    assert listed(admin_client, state="closed") == {"Ohi"}
    assert listed(admin_client, area=heinola.code) == {"Tulossa", "Jatkuva", "Ohi"}
    assert listed(admin_client, funder="Säätiö") == {"Auki"}
    assert listed(admin_client, kind="travel") == {"Tulossa"}
    assert listed(admin_client, q="jatk") == {"Jatkuva"}
    assert len(listed(admin_client, state="?", area="\0", funder="\0")) == 4


@pytest.mark.django_db
def test_list_takes_no_more_queries_for_more_grants(
    admin_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(2):
        GrantFactory(days=[(0, 1)], municipalities=[MunicipalityFactory()])
    admin_client.get(url("index"))
    with django_assert_max_num_queries(60) as few:
        admin_client.get(url("index"))
    for _number in range(8):
        GrantFactory(days=[(0, 1), (5, 6)], municipalities=MunicipalityFactory.create_batch(2))
    with django_assert_max_num_queries(len(few.captured_queries)):
        admin_client.get(url("index"))


@pytest.mark.django_db
def test_list_is_exported(admin_client: Client) -> None:
    town = MunicipalityFactory(name="Lahti")
    grant = GrantFactory(name="Viety", days=[(-1, 4)], municipalities=[town])
    response = admin_client.get(url("index"), {"export": "csv"})
    header, row = csv_table(response)
    assert len(header) == len(row)
    assert header[0] == "Tunnus"
    for shown in ("Viety", "Lahti", str(GrantState.OPEN.label), str(grant.get_kind_display())):
        assert shown in row


@pytest.mark.django_db
def test_next_years_period_is_copied_once(admin_client: Client) -> None:
    grant = GrantFactory(days=[(-400, -380), (-30, -10)])
    assert url("next_year", grant.pk) in admin_client.get(url("index")).content.decode()
    latest = grant.periods.order_by("-opens_on").first()
    expected = latest.a_year_later()
    assert admin_client.get(url("next_year", grant.pk)).status_code == 200
    response = admin_client.post(url("next_year", grant.pk))
    assert response.url == url("edit", grant.pk)
    assert grant.periods.count() == 3
    made = grant.periods.order_by("-opens_on").first()
    assert (made.opens_on, made.closes_on) == (expected.opens_on, expected.closes_on)


@pytest.mark.django_db
def test_without_a_period_there_is_nothing_to_copy(admin_client: Client) -> None:
    grant = GrantFactory()
    assert admin_client.post(url("next_year", grant.pk)).url == url("edit", grant.pk)
    assert not grant.periods.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("group", "may"),
    [
        (EDITORS, set()),
        (MODERATORS, {"index", "create", "edit", "next_year", "delete"}),
        (None, set()),
    ],
)
def test_who_may_keep_grants(group: str | None, may: set[str]) -> None:
    ensure_listing_workflow()
    user = UserFactory()
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    grant = GrantFactory(days=[(0, 1)])
    views = {"index": (), "create": (), "edit": (grant.pk,), "next_year": (grant.pk,)}
    views |= {"delete": (grant.pk,)}
    allowed = {
        view for view, args in views.items() if client.get(url(view, *args)).status_code == 200
    }
    assert allowed == may


@pytest.mark.django_db
def test_municipality_keeps_the_grants_it_gives() -> None:
    ensure_listing_workflow()
    lahti: Any = MunicipalityFactory()
    user = UserFactory()
    user.groups.add(lahti.staff_group.group)
    client = Client()
    client.force_login(user)
    own = GrantFactory(funder_municipality=lahti, days=[(0, 1)])
    others = GrantFactory(funder_municipality=None, municipalities=[lahti], days=[(0, 1)])
    for view in ("edit", "next_year", "delete"):
        assert client.get(url(view, own.pk)).status_code == 200
        assert client.get(url(view, others.pk)).status_code == 302
    client.post(url("next_year", others.pk))
    client.post(url("delete", others.pk))
    assert others.periods.count() == 1


@pytest.mark.django_db
def test_names_are_in_the_readers_language() -> None:
    grant = GrantFactory(name="Avustus", name_sv="Bidrag")
    assert str(grant) == "Avustus"
    with translation.override("sv"):
        assert str(grant) == "Bidrag"
    with translation.override("en"):
        assert (grant.display_name, grant.display_name.language) == ("Avustus", "fi")


@pytest.mark.django_db
def test_empty_paragraph_of_the_editor_is_no_text() -> None:
    grant = GrantFactory(criteria_sv='<p data-block-key="a1b2c"></p>', criteria="<p>Avoin.</p>")
    grant.clean()
    with translation.override("sv"):
        assert grant.display_criteria == "<p>Avoin.</p>"
