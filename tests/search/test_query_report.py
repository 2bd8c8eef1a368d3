"""What coordinators see of what was searched for and not found."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from search.analysis.finnish import is_available
from search.gaps.grouping import base_of
from search.gaps.privacy import MAX_TEXT, countable_text
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from tests.factories import UserFactory
from tests.search.counted_queries import ago, asked
from tests.servicemap.admin_forms import text as page_text
from tests.spreadsheets import csv_table

needs_voikko = pytest.mark.skipif(not is_available(), reason="Voikko knows the forms")


def report(client: Client, **parameters: Any) -> Any:
    response = client.get(reverse("search_query_report"), parameters)
    assert response.status_code == 200
    return response


def rows(client: Client, **parameters: Any) -> list[str]:
    return [row["query"] for row in report(client, **parameters).context["object_list"]]


def exported_csv(client: Client, **parameters: Any) -> list[list[str]]:
    return csv_table(report(client, export="csv", **parameters))


@pytest.fixture
def queries(db: None) -> None:
    """A few queries, of which some find nothing and some are rare."""
    asked("koripallo", 10, 4)
    asked("avantouinti", 8, 8, lang="sv")
    asked("uimahalli", 50, 0)
    asked("matti meikäläinen", 2, 2)
    asked("koripallo", 5, 5, day=ago(10))
    asked("pesäpallo", 2, 2, day=ago(3))
    asked("pesäpallo", 2, 1, day=ago(60))
    asked("keilailu", 4, 1, day=ago(200))


@pytest.mark.django_db
def test_gaps_are_listed_worst_first(admin_client: Client, queries: None) -> None:
    response = report(admin_client)
    names = ("query", "language", "asked", "missed", "last_day", "missed_percent")
    assert [tuple(row[name] for name in names) for row in response.context["object_list"]] == [
        ("koripallo", "fi", 15, 9, timezone.localdate(), 60),
        ("avantouinti", "sv", 8, 8, timezone.localdate(), 100),
    ]
    page = page_text(response)
    assert "60 %" in page
    assert 'href="/fi/haku/?q=koripallo"' in page
    assert 'href="/sv/sok/?q=avantouinti"' in page


@pytest.mark.django_db
def test_all_searches_are_listed_most_asked_first(admin_client: Client, queries: None) -> None:
    assert rows(admin_client, show="all") == ["uimahalli", "koripallo", "avantouinti"]
    assert rows(admin_client, show="all", ordering="query") == [
        "avantouinti",
        "koripallo",
        "uimahalli",
    ]


@pytest.mark.django_db
def test_the_span_and_the_language_are_chosen(admin_client: Client, queries: None) -> None:
    assert rows(admin_client, days="7") == ["avantouinti", "koripallo"]
    assert rows(admin_client, days="90") == ["koripallo", "avantouinti", "pesäpallo"]
    assert rows(admin_client, days="365") == ["koripallo", "avantouinti", "pesäpallo", "keilailu"]
    assert rows(admin_client, language="sv") == ["avantouinti"]
    dates = {"dates_from": f"{ago(210):%d.%m.%Y}", "dates_to": f"{ago(150):%d.%m.%Y}"}
    assert rows(admin_client, **dates) == ["keilailu"]
    assert rows(admin_client, days="7", dates_from=f"{ago(12):%d.%m.%Y}") == [
        "koripallo",
        "avantouinti",
    ]


@pytest.mark.django_db
def test_bad_filters_are_no_error(admin_client: Client, queries: None) -> None:
    for parameters in (
        {"days": "0"},
        {"show": "x"},
        {"dates_from": "eilen"},
        {"ordering": "pk;"},
        {"p": "99"},
    ):
        assert "koripallo" in rows(admin_client, **parameters)


@pytest.mark.django_db
@pytest.mark.parametrize("show", ["missed", "all"])
@pytest.mark.parametrize("days", ["7", "30", "90", "365"])
def test_rare_queries_are_nowhere(
    admin_client: Client, queries: None, show: str, days: str
) -> None:
    """Fewer than three searches in the chosen span: not on the page, not in any export."""
    choice = {"show": show, "days": days}
    rare = {"matti meikäläinen"} | ({"pesäpallo"} if days in {"7", "30"} else set())
    shown = page_text(report(admin_client, **choice))
    table = exported_csv(admin_client, **choice)
    sheet = load_workbook(io.BytesIO(b"".join(report(admin_client, export="xlsx", **choice))))
    sheet_rows = list(sheet.active.values)
    assert len(table) == len(sheet_rows) > 1
    for text in rare:
        assert text not in shown
        assert text not in str(table)
        assert text not in str(sheet_rows)
    assert all(int(row[1]) >= 3 for row in table[1:])


@pytest.mark.django_db
def test_the_export_has_what_the_list_has(admin_client: Client, queries: None) -> None:
    today = timezone.localdate()
    assert exported_csv(admin_client)[1:] == [
        ["koripallo", "15", "9", "60", "0", "0", today.isoformat(), "fi"],
        ["avantouinti", "8", "8", "100", "0", "0", today.isoformat(), "sv"],
    ]
    response = report(admin_client, export="csv")
    assert f"haettu-ei-loytynyt-{ago(29)}-{today}.csv" in response["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(b"".join(report(admin_client, export="xlsx"))))
    assert list(sheet.active.values)[1][:4] == ("koripallo", 15, 9, 60)


@pytest.mark.django_db
def test_no_spreadsheet_runs_what_somebody_searched_for(admin_client: Client) -> None:
    formula = countable_text('=HYPERLINK("x";"y")')
    assert formula.startswith("=")
    asked(formula, 3, 3)
    assert exported_csv(admin_client)[1][0] == f"'{formula}"
    sheet = load_workbook(io.BytesIO(b"".join(report(admin_client, export="xlsx"))))
    cell = sheet.active["A2"]
    assert (cell.value, cell.data_type) == (formula, "s")
    asked("<script>alert()</script>", 3, 3)
    assert "<script>alert" not in page_text(report(admin_client))


@pytest.mark.django_db
def test_an_empty_report_says_so(admin_client: Client) -> None:
    asked("matti meikäläinen", 2, 2)
    for show in ("missed", "all"):
        response = report(admin_client, show=show)
        assert str(response.context["view"].no_results_message) in page_text(response)
        assert 'class="listing"' not in page_text(response)
        assert "meikäläinen" not in page_text(response)


@pytest.mark.django_db
def test_filters_fetch_the_list_alone(admin_client: Client, queries: None) -> None:
    answer = page_text(admin_client.get(reverse("search_query_report_results"), {"show": "all"}))
    assert "uimahalli" in answer
    assert "<html" not in answer


@pytest.mark.django_db
def test_more_queries_in_the_report_take_no_more_of_the_database(
    admin_client: Client, queries: None, django_assert_max_num_queries: Any
) -> None:
    report(admin_client)
    with django_assert_max_num_queries(15) as few:
        report(admin_client)
    for number in range(40):
        asked(f"sana {number}", 5, 5)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(rows(admin_client)) == 42


@pytest.mark.django_db
def test_the_list_has_pages(admin_client: Client) -> None:
    for number in range(60):
        asked(f"sana {number}", 5, 5)
    first, second = rows(admin_client), rows(admin_client, p=2)
    assert (len(first), len(second)) == (50, 10)
    assert not set(first) & set(second)
    assert len(exported_csv(admin_client)) == 61


# Who sees it


def user_in(group: str, *, may_see: bool) -> Any:
    ensure_listing_workflow()
    user: Any = UserFactory()
    members = Group.objects.get(name=group)
    if not may_see:
        members.permissions.remove(
            Permission.objects.get(content_type__app_label="search", codename="view_querycount")
        )
    user.groups.add(members)
    return user


@pytest.mark.django_db
@pytest.mark.parametrize("group", [EDITORS, MODERATORS])
@pytest.mark.parametrize("may_see", [True, False])
def test_editors_and_moderators_see_the_report_unless_the_right_is_taken_away(
    client: Client, queries: None, group: str, may_see: bool
) -> None:
    client.force_login(user_in(group, may_see=may_see))
    address = reverse("search_query_report")
    assert (address in page_text(client.get(reverse("wagtailadmin_home")))) is may_see
    for path, parameters in [
        (address, {}),
        (address, {"export": "csv"}),
        (address, {"export": "xlsx"}),
        (reverse("search_query_report_results"), {}),
    ]:
        response = client.get(path, parameters)
        assert (response.status_code == 200) is may_see
        if not may_see:
            assert response.status_code == 302
            assert b"koripallo" not in response.content


@pytest.mark.django_db
def test_others_are_sent_to_sign_in(client: Client, queries: None) -> None:
    address = reverse("search_query_report")
    for _round in range(2):
        response = client.get(address, {"export": "csv"})
        assert response.status_code == 302
        assert reverse("wagtailadmin_login") in response["Location"]
        client.force_login(UserFactory())


@pytest.mark.django_db
def test_administrators_give_the_right_to_groups(admin_client: Client) -> None:
    group = Group.objects.create(name="Koordinaattorit")
    permission = Permission.objects.get(codename="view_querycount")
    page = page_text(admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk])))
    assert f'name="permissions" value="{permission.pk}"' in page.replace("\n", " ")
    assert not Permission.objects.filter(
        content_type__app_label="search", codename="change_querycount"
    ).exists()


@pytest.mark.django_db
@needs_voikko
def test_forms_of_a_word_are_one_row_under_the_commonest(admin_client: Client) -> None:
    asked("melonta", 1, 1)
    asked("melontaa", 1, 1, day=ago(2))
    asked("melontaa", 1, 0)
    asked("jooga", 2, 2)
    asked("melonta", 9, 9, day=ago(60))
    [row] = report(admin_client).context["object_list"]
    assert (row["query"], row["asked"], row["missed"]) == ("melontaa", 3, 2)
    assert [line[:3] for line in exported_csv(admin_client)[1:]] == [["melontaa", "3", "2"]]
    assert rows(admin_client, days="90") == ["melonta"]


@pytest.mark.django_db
def test_a_form_counts_in_its_own_language_only(admin_client: Client) -> None:
    asked("melonta", 2, 2)
    asked("melonta", 2, 2, lang="sv")
    assert rows(admin_client) == []


@pytest.mark.django_db
def test_what_was_corrected_has_a_list_of_its_own(admin_client: Client) -> None:
    asked("uimahali", 5, 0, corrected=5)
    asked("taijooga", 4, 1, corrected=3)
    asked("uimahalli", 9)
    assert rows(admin_client) == ["taijooga"]
    assert rows(admin_client, show="corrected") == ["uimahali", "taijooga"]
    assert [line[4] for line in exported_csv(admin_client, show="corrected")[1:]] == ["5", "3"]


@pytest.mark.django_db
def test_what_only_pages_hold_has_a_list_of_its_own(admin_client: Client) -> None:
    asked("vuosikello", 5, 0, pages_only=5)
    asked("vuosikello", 1, 0, day=ago(2), pages_only=1)
    asked("talousarvio", 4, 1, pages_only=3)
    asked("uimahalli", 9)
    assert rows(admin_client) == ["talousarvio"]
    assert rows(admin_client, show="pages") == ["vuosikello", "talousarvio"]
    assert rows(admin_client, show="pages", ordering="found_on_pages")[0] == "talousarvio"
    assert [line[5] for line in exported_csv(admin_client, show="pages")[1:]] == ["6", "3"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("melonta", "melontaa"),
        ("uimahalli hollolassa", "uimahallit hollola"),
        ("sähly", "sählyä"),
        ("5-vuotiaat", "5-vuotiaat"),
    ],
)
@needs_voikko
def test_forms_share_a_base(one: str, other: str) -> None:
    assert base_of(one, "fi") == base_of(other, "fi")


@pytest.mark.parametrize("text", ["", "!", "a" * 100, "kuusi kuusta", "🙂", "x " * 50])
def test_every_text_has_a_base_that_can_be_stored(text: str) -> None:
    assert len(base_of(text, "fi")) <= MAX_TEXT
    assert bool(base_of(text, "fi")) == bool(text)
