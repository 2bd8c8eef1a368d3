"""Entries of the annual cycle: when they take place, what is refused, and the editors' list."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from servicemap.models import CycleEntry, Repeats
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from tests.factories import CycleEntryFactory, MunicipalityFactory, UserFactory
from tests.spreadsheets import csv_table

DAY = datetime.date
YEAR = (DAY(2027, 1, 1), DAY(2027, 12, 31))


def entry(starts: DAY, ends: DAY | None = None, repeats: str = "yearly", **fields: Any) -> Any:
    """A valid entry that is not saved."""
    made = CycleEntryFactory.build(starts_on=starts, ends_on=ends, repeats=repeats, **fields)
    made.clean()
    return made


def starts_in(made: CycleEntry, first: DAY, last: DAY) -> list[str]:
    return [f"{starts.day}.{starts.month}." for starts, _ends in made.occurrences(first, last)]


@pytest.mark.parametrize(
    ("starts", "repeats", "expected"),
    [
        (DAY(2026, 3, 2), "yearly", ["2.3."]),
        (DAY(2027, 3, 2), "once", ["2.3."]),
        (DAY(2026, 3, 2), "once", []),
        (DAY(2026, 2, 10), "quarterly", ["10.2.", "10.5.", "10.8.", "10.11."]),
        (DAY(2026, 2, 3), "quarterly-weekday", ["2.2.", "4.5.", "3.8.", "2.11."]),
        (DAY(2026, 9, 1), "monthly", [f"1.{month}." for month in range(1, 13)]),
        (DAY(2027, 9, 7), "monthly-weekday", ["7.9.", "5.10.", "2.11.", "7.12."]),
        (DAY(2027, 9, 24), "monthly-last", ["24.9.", "29.10.", "26.11.", "31.12."]),
        (DAY(2027, 12, 1), "fortnightly", ["1.12.", "15.12.", "29.12."]),
        (DAY(2027, 12, 1), "weekly", ["1.12.", "8.12.", "15.12.", "22.12.", "29.12."]),
    ],
)
def test_times_follow_from_the_first_day(starts: DAY, repeats: str, expected: list[str]) -> None:
    if repeats == "quarterly-weekday":
        # The first Tuesday: 3 February 2026 is one, and so is 2 February 2027.
        assert starts.weekday() == 1
    made = entry(starts, repeats=repeats)
    assert starts_in(made, *YEAR) == expected


def test_own_rules_and_cancelled_times() -> None:
    made = entry(
        DAY(2027, 1, 12),
        repeats="rule",
        rule="FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU",
        exdates=["2027-07-13"],
        until=DAY(2027, 10, 1),
    )
    assert starts_in(made, *YEAR) == ["12.1.", "9.3.", "11.5.", "14.9."]
    assert made.rrule == "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU;UNTIL=20271001"


def test_a_time_that_goes_on_over_new_year_belongs_to_both_years() -> None:
    made = entry(DAY(2025, 11, 15), DAY(2026, 1, 31))
    assert list(made.occurrences(*YEAR)) == [
        (DAY(2026, 11, 15), DAY(2027, 1, 31)),
        (DAY(2027, 11, 15), DAY(2028, 1, 31)),
    ]


def test_a_yearly_span_ends_on_the_same_day_in_leap_years() -> None:
    spans = list(entry(DAY(2026, 2, 1), DAY(2026, 3, 31)).occurrences(DAY(2028, 3, 31), YEAR[1]))
    assert spans == []
    leap = entry(DAY(2026, 2, 1), DAY(2026, 3, 31)).occurrences(DAY(2028, 3, 31), DAY(2028, 12, 1))
    assert list(leap) == [(DAY(2028, 2, 1), DAY(2028, 3, 31))]
    ends_on_leap_day = entry(DAY(2028, 2, 1), DAY(2028, 2, 29))
    assert [ends for _starts, ends in ends_on_leap_day.occurrences(DAY(2028, 1, 1), YEAR[1])] == []
    later = ends_on_leap_day.occurrences(DAY(2029, 1, 1), DAY(2029, 12, 31))
    assert list(later) == [(DAY(2029, 2, 1), DAY(2029, 2, 28))]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts_on": DAY(2026, 3, 2), "ends_on": DAY(2026, 3, 1)}, "ends_on"),
        ({"starts_on": DAY(2026, 3, 2), "until": DAY(2026, 3, 1)}, "until"),
        ({"starts_on": DAY(2026, 1, 31), "repeats": "monthly"}, "starts_on"),
        ({"starts_on": DAY(2026, 1, 31), "repeats": "quarterly"}, "starts_on"),
        ({"starts_on": DAY(2028, 2, 29), "repeats": "yearly"}, "starts_on"),
        ({"starts_on": DAY(2026, 6, 30), "repeats": "monthly-weekday"}, "starts_on"),
        ({"starts_on": DAY(2026, 6, 1), "repeats": "monthly-last"}, "starts_on"),
        ({"starts_on": DAY(2026, 6, 1), "repeats": "rule", "rule": "FREQ=HOURLY"}, "rule"),
        ({"starts_on": DAY(2026, 6, 1), "repeats": "rule", "rule": ""}, "rule"),
        (
            {"starts_on": DAY(2026, 6, 1), "repeats": "rule", "rule": "FREQ=WEEKLY;BYDAY=TU"},
            "starts_on",
        ),
        (
            {"starts_on": DAY(2026, 6, 1), "ends_on": DAY(2026, 6, 8), "repeats": "weekly"},
            "ends_on",
        ),
        (
            {"starts_on": DAY(2026, 6, 1), "ends_on": DAY(2027, 6, 1), "repeats": "yearly"},
            "ends_on",
        ),
    ],
)
def test_times_that_would_mislead_are_refused_at_their_field(
    fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        CycleEntryFactory.build(**fields).clean()
    assert list(refused.value.message_dict) == [field]


def test_what_does_not_fit_how_it_repeats_is_refused_rather_than_lost() -> None:
    made = CycleEntryFactory.build(
        starts_on=DAY(2026, 3, 2), repeats="once", rule="FREQ=DAILY", until=DAY(2027, 1, 1)
    )
    with translation.override("fi"), pytest.raises(ValidationError) as refused:
        made.clean()
    assert set(refused.value.message_dict) == {"rule", "until"}
    assert "”Oman säännön mukaan”" in refused.value.message_dict["rule"][0]
    made.rule, made.until = "", None
    made.clean()


@pytest.mark.parametrize(
    ("language", "made", "said"),
    [
        ("en", entry(DAY(2026, 3, 1), DAY(2026, 3, 31)), "every year 1–31 Mar"),
        ("en", entry(DAY(2026, 3, 1), DAY(2026, 4, 15)), "every year 1 Mar – 15 Apr"),
        ("en", entry(DAY(2026, 11, 1), DAY(2027, 1, 15)), "every year 1 Nov – 15 Jan"),
        ("en", entry(DAY(2026, 3, 1), DAY(2026, 3, 31), "once"), "1–31 Mar 2026"),
        (
            "en",
            entry(DAY(2026, 3, 3), repeats="monthly-weekday", until=DAY(2026, 12, 31)),
            "first Tue of the month, until 31 Dec 2026",
        ),
        ("en", entry(DAY(2026, 3, 3), DAY(2026, 3, 4), "weekly"), "Tue, 2 days"),
        (
            "en",
            entry(DAY(2026, 3, 3), repeats="rule", rule="FREQ=YEARLY;INTERVAL=4"),
            "every 4 years 3 Mar",
        ),
    ],
)
def test_times_are_said_in_words(language: str, made: CycleEntry, said: str) -> None:
    with translation.override(language):
        assert made.rhythm == said


def cancelled(made: CycleEntry, *months: int) -> CycleEntry:
    """Leave out each time of 2027 in the months."""
    starts = [day for day, _ends in made.occurrences(*YEAR) if day.month in months]
    made.exdates = [day.isoformat() for day in starts]
    return made


@pytest.mark.parametrize(
    ("language", "months", "said"),
    [
        ("fi", [7], "kuukauden 1. ti, ei heinäkuussa"),
        ("fi", [6, 7], "kuukauden 1. ti, ei kesä- eikä heinäkuussa"),
        ("fi", [1, 6, 7, 12], "kuukauden 1. ti, ei tammi-, kesä-, heinä- eikä joulukuussa"),
        ("sv", [7], "första tis i månaden, inte i juli"),
        ("sv", [6, 7, 12], "första tis i månaden, inte i juni, juli eller december"),
        ("en", [1, 6, 7], "first Tue of the month, not in January, June or July"),
        ("en", range(1, 13), "first Tue of the month"),
    ],
)
def test_months_without_it_are_named(language: str, months: list[int], said: str) -> None:
    made = cancelled(entry(DAY(2026, 3, 3), repeats="monthly-weekday"), *months)
    with translation.override(language):
        assert made.rhythm_from(YEAR[0]) == said


def test_only_months_in_which_it_would_be_and_never_is_are_named() -> None:
    weekly = entry(DAY(2026, 3, 3), repeats="weekly")
    with translation.override("en"):
        assert cancelled(weekly, 7).rhythm_from(YEAR[0]) == "Tue, not in July"
        # In other years it is held in July, too.
        assert weekly.rhythm_from(DAY(2028, 1, 1)) == "Tue"
        weekly.exdates = weekly.exdates[:-1]
        assert weekly.rhythm_from(YEAR[0]) == "Tue"
        yearly = entry(DAY(2026, 7, 1), exdates=["2027-07-01"])
        assert yearly.rhythm_from(YEAR[0]) == "every year 1 Jul"
        ending = entry(DAY(2026, 3, 3), repeats="monthly-weekday", until=DAY(2027, 12, 31))
        assert cancelled(ending, 6).rhythm_from(YEAR[0]) == (
            "first Tue of the month, until 31 Dec 2027, not in June"
        )


@pytest.mark.django_db
def test_only_what_may_touch_the_days_is_fetched() -> None:
    kept = [
        CycleEntryFactory(title="Joka vuosi", starts_on=DAY(2020, 3, 2)),
        CycleEntryFactory(title="Kerran", starts_on=DAY(2027, 3, 2), repeats="once"),
        CycleEntryFactory(
            title="Yli", starts_on=DAY(2026, 12, 2), ends_on=DAY(2027, 1, 2), repeats="once"
        ),
        CycleEntryFactory(
            title="Viimeinen",
            starts_on=DAY(2020, 11, 15),
            ends_on=DAY(2021, 1, 31),
            until=DAY(2026, 11, 15),
        ),
    ]
    CycleEntryFactory(title="Ohi", starts_on=DAY(2026, 3, 2), repeats="once")
    CycleEntryFactory(title="Myöhemmin", starts_on=DAY(2028, 3, 2))
    CycleEntryFactory(title="Loppui", starts_on=DAY(2020, 3, 2), until=DAY(2025, 3, 2))
    hidden = CycleEntryFactory(title="Luonnos", live=False)
    found = CycleEntry.objects.between(*YEAR)
    assert set(found.published()) == set(kept)
    assert hidden in found
    assert all(any(made.occurrences(*YEAR)) for made in found)


@pytest.mark.django_db
def test_the_database_keeps_the_days_in_order() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CycleEntryFactory(starts_on=DAY(2026, 3, 2), ends_on=DAY(2026, 3, 1))


# The register


def url(view: str, *args: Any) -> str:
    return reverse(f"servicemap_cycleentry_modeladmin_{view}", args=args)


def listed(client: Client, query: str) -> set[str]:
    content = client.get(url("index") + query).content.decode()
    return {made.title for made in CycleEntry.objects.all() if f">{made.title}<" in content}


@pytest.mark.django_db
def test_the_register_is_narrowed_by_kind_municipality_and_year(admin_client: Client) -> None:
    lahti = MunicipalityFactory(code="398", name="Lahti")
    year = DAY.today().year
    CycleEntryFactory(title="Lahden messut", municipality=lahti)
    CycleEntryFactory(title="Seudun verkosto", kind="networks")
    CycleEntryFactory(title="Kerran ensi vuonna", starts_on=DAY(year + 1, 3, 2), repeats="once")
    everything = {"Lahden messut", "Seudun verkosto", "Kerran ensi vuonna"}
    assert listed(admin_client, "") == everything
    assert listed(admin_client, "?kind__exact=networks") == {"Seudun verkosto"}
    assert listed(admin_client, "?area=398") == {"Lahden messut"}
    assert listed(admin_client, "?area=region") == everything - {"Lahden messut"}
    assert listed(admin_client, f"?year={year + 2}") == everything - {"Kerran ensi vuonna"}
    assert listed(admin_client, f"?year={year + 1}") == everything
    assert listed(admin_client, "?year=0&area=%00") == everything
    assert listed(admin_client, "?q=messut") == {"Lahden messut"}


@pytest.mark.django_db
def test_the_list_and_the_export_say_when_in_words(admin_client: Client) -> None:
    CycleEntryFactory(title="Haku", starts_on=DAY(2020, 3, 1), ends_on=DAY(2020, 3, 31))
    assert CycleEntry.objects.get().rhythm in admin_client.get(url("index")).content.decode()
    response = admin_client.get(url("index") + "?export=csv")
    [row] = csv_table(response)[1:]
    assert CycleEntry.objects.get().rhythm in row
    assert "FREQ=YEARLY" in row


@pytest.mark.django_db
def test_the_list_makes_no_query_for_each_row(
    admin_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lahti = MunicipalityFactory()
    for _number in range(20):
        CycleEntryFactory(municipality=lahti)
    admin_client.get(url("index"))
    with django_assert_max_num_queries(20):
        admin_client.get(url("index"))


@pytest.mark.django_db
def test_an_entry_is_added_in_the_form_and_shows_its_times(admin_client: Client) -> None:
    sent = {
        "title": "Salivuorojen haku",
        "kind": "facilities",
        "starts_on": "1.3.2026",
        "ends_on": "31.3.2026",
        "repeats": "yearly",
        "exdates": "",
        "live": "on",
    }
    refused = admin_client.post(url("create"), sent | {"ends_on": "1.2.2026"})
    assert refused.status_code == 200
    assert not CycleEntry.objects.exists()
    assert admin_client.post(url("create"), sent).status_code == 302
    made = CycleEntry.objects.get()
    assert made.repeats == Repeats.YEARLY
    form = admin_client.get(url("edit", made.pk)).content.decode()
    assert made.rhythm in form
    assert made.next_days in form


@pytest.mark.django_db
def test_a_rule_is_not_lost_when_another_way_of_repeating_is_chosen(admin_client: Client) -> None:
    sent = {
        "title": "Vuoden teko",
        "kind": "events",
        "starts_on": "5.5.2026",
        "repeats": "yearly",
        "rule": "FREQ=HELMIKUU",
        "exdates": "",
    }
    refused = admin_client.post(url("create"), sent)
    assert not CycleEntry.objects.exists()
    assert set(refused.context["form"].errors) == {"rule"}
    assert 'value="FREQ=HELMIKUU"' in refused.content.decode()
    own = sent | {"repeats": "rule", "rule": "FREQ=YEARLY;INTERVAL=2"}
    assert admin_client.post(url("create"), own).status_code == 302
    made = CycleEntry.objects.get()
    assert set(admin_client.post(url("edit", made.pk), own | sent).context["form"].errors) == {
        "rule"
    }
    assert admin_client.post(url("edit", made.pk), own | {"repeats": "yearly", "rule": ""})
    made.refresh_from_db()
    assert (made.repeats, made.rule) == ("yearly", "")


@pytest.mark.django_db
def test_the_own_rule_is_folded_until_there_is_one(admin_client: Client) -> None:
    def is_folded(address: str) -> bool:
        html = admin_client.get(address).content.decode()
        section = html[: html.index('id="id_rule"')].rsplit("<section", 1)[1]
        return "collapsed" in section.split(">")[0]

    assert is_folded(url("create"))
    assert is_folded(url("edit", CycleEntryFactory().pk))
    ruled = CycleEntryFactory(
        starts_on=DAY(2026, 6, 1), repeats="rule", rule="FREQ=YEARLY;INTERVAL=2"
    )
    assert not is_folded(url("edit", ruled.pk))


@pytest.mark.django_db
def test_publishers_keep_the_cycle_and_contributors_do_not() -> None:
    ensure_listing_workflow()
    made = CycleEntryFactory()
    for group, may in ((EDITORS, False), (MODERATORS, True)):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        for action in ("edit", "delete"):
            assert (client.get(url(action, made.pk)).status_code == 200) is may
