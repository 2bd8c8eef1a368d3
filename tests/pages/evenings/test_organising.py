"""The organiser's list: who sees it, what can be done with it, and how it leaves the site."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import load_workbook  # type: ignore[import-untyped]
from wagtail.models import GroupPagePermission, Page

from pages.models import EveningIndexPage, EveningPage
from servicemap.models import Evening, EveningRegistration, User
from tests.committing import CommittingClient
from tests.factories import UserFactory
from tests.pages.evenings.conftest import Register, by_state
from tests.pages.factories import evening_page
from tests.spreadsheets import csv_table

pytestmark = pytest.mark.django_db

VIEWS = [
    *("evening_roll", "evening_add", "evening_tell"),
    *("evening_print", "evening_export", "evening_invite", "evening_cancel"),
]


def address(page: EveningPage, name: str = "evening_roll") -> str:
    return reverse(name, args=[page.pk])


@pytest.fixture
def organiser(superuser: User) -> Client:
    """The administrator's browser, whose requests are committed."""
    client = CommittingClient()
    client.force_login(superuser)
    return client


def editor_of(page: Page, codename: str = "publish_page") -> Client:
    """Somebody who may do something with one page and what is below it."""
    user = UserFactory()
    group = Group.objects.create(name=f"Toimittajat {page.pk} {codename}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", VIEWS)
def test_list_is_for_those_who_may_edit_the_page(
    index: EveningIndexPage, page: EveningPage, name: str
) -> None:
    other = evening_page(index, "Toinen")
    editor = editor_of(page)
    assert editor.get(address(page, name)).status_code == 200
    assert editor.get(address(other, name)).status_code == 302
    assert editor.post(address(other, name), {"action": "send"}).status_code == 302
    assert Client().get(address(page, name)).status_code == 302


def test_menu_lists_what_one_may_edit(index: EveningIndexPage, page: EveningPage) -> None:
    evening_page(index, "Toinen")
    response = editor_of(page).get(reverse("evening_admin_index"))
    assert [row["page"].title for row in response.context["rows"]] == [page.title]


def test_list_counts_and_names(page: EveningPage, register: Register, organiser: Client) -> None:
    register(page, "a@example.org", wants_catering="on", diet="vegaani", persons="2")
    register(page, "b@example.org", name="Sihteeri", note="Tuon esitteitä")
    response = organiser.get(address(page))
    count = response.context["count"]
    assert (count.coming, count.eating, count.waiting) == (2, 2, 1)
    content = response.content.decode()
    for said in ("a@example.org", "vegaani", "Sihteeri", "Tuon esitteitä"):
        assert said in content
    assert "no-store" in response.headers["Cache-Control"]


def test_organiser_ticks_off_at_the_door(
    page: EveningPage, evening: Evening, register: Register, organiser: Client
) -> None:
    register(page)
    one = EveningRegistration.objects.get()
    for value, arrived in (("1", 1), ("1", 1), ("0", 0)):
        data = {"action": "arrived", "key": str(one.key), "value": value}
        assert organiser.post(address(page), data).status_code == 302
        assert evening.headcount().arrived == arrived


def test_organiser_cancels_for_somebody(
    page: EveningPage, evening: Evening, register: Register, organiser: Client
) -> None:
    for number in range(3):
        register(page, f"{number}@example.org")
    mail.outbox.clear()
    first = evening.registrations.earliest("pk")
    organiser.post(address(page), {"action": "withdraw", "key": str(first.key)})
    assert by_state(evening) == {"coming": ["1@example.org", "2@example.org"], "waiting": []}
    assert {message.to[0] for message in mail.outbox} == {"0@example.org", "2@example.org"}


def test_organiser_lets_in_out_of_line_where_there_is_room(
    page: EveningPage, evening: Evening, register: Register, organiser: Client
) -> None:
    register(page, "a@example.org")
    register(page, "kaksi@example.org", persons="2")
    register(page, "yksi@example.org")
    pair, single = evening.registrations.waiting()
    organiser.post(address(page), {"action": "place", "key": str(pair.key)})
    assert by_state(evening)["coming"] == ["a@example.org"], "Two do not fit in one place."
    organiser.post(address(page), {"action": "place", "key": str(single.key)})
    assert by_state(evening)["coming"] == ["a@example.org", "yksi@example.org"]


@pytest.mark.parametrize("action", ["arrived", "withdraw", "place"])
def test_registrations_of_other_evenings_cannot_be_reached(
    index: EveningIndexPage, page: EveningPage, register: Register, organiser: Client, action: str
) -> None:
    other = evening_page(index, "Toinen", capacity=1)
    register(other, "a@example.org")
    register(other, "b@example.org")
    evening = Evening.objects.get(key=other.translation_key)
    before = by_state(evening)
    for one in evening.registrations.all():
        data = {"action": action, "key": str(one.key), "value": "1"}
        assert organiser.post(address(page), data).status_code == 302
    for key in ("", "x", "\0"):
        assert organiser.post(address(page), {"action": action, "key": key}).status_code == 302
    assert by_state(evening) == before
    assert evening.headcount().arrived == 0


def test_organiser_adds_by_hand(
    page: EveningPage, evening: Evening, register: Register, organiser: Client
) -> None:
    add = address(page, "evening_add")
    assert organiser.get(add).status_code == 200
    for name in ("Soittaja", "Toinen soittaja", "Kolmas"):
        assert organiser.post(add, {"name": name, "persons": "1"}).status_code == 302
    states = list(evening.registrations.values_list("name", "state"))
    assert states == [
        ("Soittaja", "coming"),
        ("Toinen soittaja", "coming"),
        ("Kolmas", "waiting"),
    ], "Nor does the organiser overbook."
    assert mail.outbox == []
    organiser.post(add, {"name": "Y", "email": "Y@example.org", "persons": "1"})
    assert mail.outbox[0].to == ["y@example.org"]
    again = organiser.post(add, {"name": "Y", "email": "y@example.org", "persons": "1"})
    assert again.status_code == 400
    assert evening.registrations.count() == 4


def test_organiser_adds_when_registration_has_closed(
    index: EveningIndexPage, organiser: Client
) -> None:
    past = evening_page(index, "Eilen", days=-1)
    assert (
        organiser.post(
            address(past, "evening_add"), {"name": "Ovelta tullut", "persons": "1"}
        ).status_code
        == 302
    )
    assert Evening.objects.get().headcount().coming == 1
    cancelled = evening_page(index, "Peruttu", is_cancelled=True)
    data = {"name": "X", "persons": "1"}
    assert organiser.post(address(cancelled, "evening_add"), data).status_code == 400


ODD = ['=HYPERLINK("https://paha.example")', "+A1", "-1+1", "@SUM(A1)", "\t=1", "|cmd", "%x"]


def test_no_spreadsheet_runs_what_strangers_write(
    page: EveningPage, evening: Evening, organiser: Client
) -> None:
    for number, text in enumerate(ODD):
        EveningRegistration.objects.create(
            evening=evening,
            name=text,
            association=text,
            note=text,
            diet=text,
            email=f"{number}@example.org",
            state="coming",
        )
    export = address(page, "evening_export")
    rows = csv_table(organiser.get(export, {"format": "csv"}))
    assert len(rows) == len(ODD) + 1
    assert {row[0] for row in rows[1:]} == {f"'{text}" for text in ODD}
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t|%")]
    book = load_workbook(io.BytesIO(organiser.get(export, {"format": "xlsx"}).content))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert book.active["A2"].value == ODD[0]


def test_export_has_everybody_and_is_kept_by_nobody(
    page: EveningPage, register: Register, organiser: Client
) -> None:
    for number in range(3):
        register(page, f"{number}@example.org", association="Ääkköset ry")
    response = organiser.get(address(page, "evening_export"))
    called = f"{slugify(page.title)}-{timezone.localdate().isoformat()}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{called}.csv"'
    assert "no-store" in response.headers["Cache-Control"]
    rows = csv_table(response)
    assert [row[2] for row in rows[1:]] == [f"{number}@example.org" for number in range(3)]
    assert rows[1][1] == "Ääkköset ry"


def test_list_on_paper(page: EveningPage, register: Register, organiser: Client) -> None:
    register(page, "b@example.org", name="Öinen", wants_catering="on", diet="gluteeniton")
    register(page, "a@example.org", name="Aamuinen")
    response = organiser.get(address(page, "evening_print"))
    assert [one.name for one in response.context["coming"]] == ["Aamuinen", "Öinen"]
    content = response.content.decode()
    assert "gluteeniton" in content
    assert "example.org" not in content.replace("illat@example.org", "")


def test_page_and_list_lead_to_each_other(page: EveningPage, organiser: Client) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert address(page) in organiser.get(edit).content.decode()
    assert edit in organiser.get(address(page)).content.decode()


def test_page_that_was_never_published_has_no_list(
    index: EveningIndexPage, organiser: Client
) -> None:
    draft = evening_page(index, "Luonnos", live=False)
    assert organiser.get(address(draft), follow=True).status_code == 404
    assert organiser.get(reverse("evening_admin_index")).status_code == 200
    assert organiser.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 200


def test_evenings_to_come_are_on_the_first_page_of_those_who_keep_them(
    index: EveningIndexPage, page: EveningPage
) -> None:
    evening_page(index, "Ensi vuonna", days=200)
    evening_page(index, "Ohi", days=-3)
    other = evening_page(index, "Peruttu", is_cancelled=True)
    mine = editor_of(page).get(reverse("wagtailadmin_home")).content.decode()
    assert "Yhdistysillat kuukauden sisällä" in mine
    assert page.title in mine
    for title in ("Ensi vuonna", "Ohi", other.title):
        assert title not in mine
    others = editor_of(other).get(reverse("wagtailadmin_home")).content.decode()
    assert address(page) not in others
