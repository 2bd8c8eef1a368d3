"""“Was this of use?”: one press is counted, a few words are kept, nothing of the reader is."""

import datetime
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pages.models import (
    GuidePage,
    HomePage,
    StandardPage,
    UsefulnessCount,
    UsefulnessNote,
)
from pages.usefulness import views
from servicemap.models import Role, User
from servicemap.roles import role_group
from tests.factories import UserFactory
from tests.pages.factories import standard_page
from tests.pages.knowledge.builders import bank, guide
from tests.spreadsheets import csv_table


@pytest.fixture
def page(home: HomePage) -> GuidePage:
    """A guide, which asks by itself."""
    return guide(bank(home), "Opas")


def address(page: Any) -> str:
    return reverse("usefulness", args=[page.pk])


def counts() -> list[tuple[int, int]]:
    return list(UsefulnessCount.objects.order_by("month").values_list("yes", "no"))


def answer(client: Client, page: Any, word: str, **extra: Any) -> Any:
    return client.post(address(page), {"answer": word, **extra})


def test_page_asks_and_sets_no_cookie(client: Client, page: GuidePage) -> None:
    response = client.get(page.url)
    html = response.content.decode()
    assert f'action="{address(page)}"' in html
    assert 'name="answer" value="yes"' in html
    answered = answer(client, page, "yes")
    thanks = client.get(answered.url)
    assert not response.cookies
    assert not answered.cookies
    assert not thanks.cookies


def test_answers_are_counted_by_month(client: Client, page: GuidePage) -> None:
    response = answer(client, page, "yes")
    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    answer(client, page, "no")
    assert counts() == [(1, 1)]
    assert UsefulnessCount.objects.get().month == timezone.localdate().replace(day=1)
    UsefulnessCount.objects.add(page.pk, True, today=datetime.date(2025, 1, 31))
    UsefulnessCount.objects.add(page.pk, True, today=datetime.date(2025, 1, 1))
    assert counts() == [(2, 0), (1, 1)]


def test_one_address_counts_only_a_few_times_for_a_page(client: Client, page: GuidePage) -> None:
    for _number in range(views.PER_PAGE.times + 3):
        assert answer(client, page, "no").status_code == 302
    assert counts() == [(0, views.PER_PAGE.times)]
    client.post(address(page), {"answer": "no"}, REMOTE_ADDR="192.0.2.7")
    assert counts() == [(0, views.PER_PAGE.times + 1)]


def test_machine_is_thanked_and_not_counted(client: Client, page: GuidePage) -> None:
    assert answer(client, page, "yes", homepage="https://spam.example").status_code == 302
    answer(client, page, "yes", homepage="https://spam.example", text="Osta nyt")
    assert counts() == []
    assert not UsefulnessNote.objects.exists()


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({"Origin": "https://other.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, 302),
        ({}, 302),
    ],
)
def test_form_of_another_site_is_refused(
    page: GuidePage, header: dict[str, str], status: int
) -> None:
    client = Client(enforce_csrf_checks=True, headers=header)
    assert answer(client, page, "yes").status_code == status
    assert counts() == ([(1, 0)] if status == 302 else [])


def test_words_are_kept_without_the_reader(client: Client, page: GuidePage) -> None:
    response = answer(client, page, "no", text="  Puuttuu esimerkki.  ")
    assert "sent=1" in response.url
    note = UsefulnessNote.objects.get()
    assert (note.text, note.is_useful, note.state) == ("Puuttuu esimerkki.", False, "new")
    # The press was counted before; the words do not count again.
    assert counts() == []
    fields = {field.name for field in UsefulnessNote._meta.get_fields()}
    assert fields == {"id", "page", "is_useful", "text", "state", "received_on"}
    assert isinstance(UsefulnessNote._meta.get_field("received_on"), models.DateField)
    assert not isinstance(UsefulnessNote._meta.get_field("received_on"), models.DateTimeField)


@pytest.mark.parametrize("text", ["", "   ", "x" * 501, "a\0b"])
def test_words_that_cannot_be_kept_are_asked_again(
    client: Client, page: GuidePage, text: str
) -> None:
    response = answer(client, page, "no", text=text)
    assert response.status_code == 400
    html = response.content.decode()
    assert 'href="#note-text"' in html
    assert 'aria-invalid="true"' in html
    assert not UsefulnessNote.objects.exists()


def test_many_words_from_one_address_or_of_one_page_have_to_wait(
    client: Client, page: GuidePage
) -> None:
    for _number in range(views.NOTES_PER_ADDRESS.times):
        assert answer(client, page, "no", text="Sama taas").status_code == 302
    response = answer(client, page, "no", text="Sama taas")
    assert response.status_code == 429
    assert "Sama taas" in response.content.decode()
    UsefulnessNote.objects.bulk_create(
        UsefulnessNote(page_id=page.pk, is_useful=True, text="x") for _ in range(views.NOTES_A_DAY)
    )
    flooded = client.post(address(page), {"answer": "no", "text": "Uusi"}, REMOTE_ADDR="192.0.2.8")
    assert flooded.status_code == 429


def test_only_pages_that_ask_and_everyone_may_see_take_answers(
    client: Client, home: HomePage
) -> None:
    above = bank(home)
    private = guide(above, "Vain ryhmälle")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    refused = [
        private,
        guide(above, "Luonnos", live=False),
        guide(above, "Ei kysy", asks_usefulness=False),
        standard_page(home, "Tietoa"),
        home,
    ]
    for page in refused:
        assert answer(client, page, "yes").status_code == 404, page
    assert client.post(reverse("usefulness", args=[999_999]), {"answer": "yes"}).status_code == 404
    assert counts() == []


def test_plain_page_asks_when_it_is_told_to(client: Client, home: HomePage) -> None:
    silent, asking = (
        standard_page(home, "Tietoa"),
        standard_page(home, "Ohjeet", asks_usefulness=True),
    )
    assert "usefulness__form" not in client.get(silent.url).content.decode()
    assert "usefulness__form" in client.get(asking.url).content.decode()
    assert StandardPage._meta.get_field("asks_usefulness").default is False


def test_anything_but_an_answer_leads_back(client: Client, page: GuidePage) -> None:
    for response in (client.get(address(page)), answer(client, page, "maybe")):
        assert response.status_code == 302
        assert response.url == page.url


def test_old_words_are_forgotten_and_the_counts_stay(
    client: Client, page: GuidePage, settings: Any
) -> None:
    settings.FEEDBACK_KEEP_DAYS = 100
    answer(client, page, "yes")
    today = timezone.localdate()
    for days in (101, 100, 0):
        UsefulnessNote.objects.create(
            page_id=page.pk,
            is_useful=True,
            text=str(days),
            received_on=today - datetime.timedelta(days=days),
        )
    out = io.StringIO()
    call_command("purge_reader_answers", stdout=out)
    assert out.getvalue().startswith("1 ")
    assert set(UsefulnessNote.objects.values_list("text", flat=True)) == {"100", "0"}
    assert counts() == [(1, 0)]


@pytest.fixture
def admin_client(home: HomePage) -> Client:
    user: Any = UserFactory(email="yllapito@example.org", is_superuser=True)
    browser = Client()
    browser.force_login(user)
    return browser


def test_editors_read_pages_by_answers(
    client: Client, admin_client: Client, page: GuidePage
) -> None:
    other = guide(page.get_parent().specific, "Huono opas")
    for one, yes, no in ((page, 3, 1), (other, 1, 4)):
        UsefulnessCount.objects.create(
            page_id=one.pk, month=datetime.date(2026, 10, 1), yes=yes, no=no
        )
    UsefulnessCount.objects.add(page.pk, True)
    for state in ("new", "new", "handled"):
        UsefulnessNote.objects.create(page_id=page.pk, is_useful=True, text="Hyvä", state=state)
    report = reverse("usefulness_report")
    response = admin_client.get(report)
    rows = [(row.title, row.yes, row.no, row.waiting) for row in response.context["object_list"]]
    assert rows == [("Huono opas", 1, 4, 0), ("Opas", 4, 1, 2)]
    assert "80 %" in response.content.decode()
    waiting = admin_client.get(f"{report}?waiting=true").context["object_list"]
    assert [row.title for row in waiting] == ["Opas"]
    exported = admin_client.get(f"{report}?export=csv")
    assert ["Huono opas", "fi", "1", "4", "0,2", "0"] in csv_table(exported)
    # Who may do nothing to pages may not read it.
    stranger: Any = UserFactory()
    client.force_login(stranger)
    assert client.get(report).status_code == 302


def test_editors_mark_words_as_handled(admin_client: Client, page: GuidePage) -> None:
    note = UsefulnessNote.objects.create(
        page_id=page.pk, is_useful=False, text="=HYPERLINK(1)", state="new"
    )
    listed = reverse("pages_usefulnessnote_modeladmin_index")
    assert "HYPERLINK" in admin_client.get(listed).content.decode()
    exported = admin_client.get(f"{listed}?export=csv")
    assert "'=HYPERLINK(1)" in csv_table(exported)[1]
    edit = reverse("pages_usefulnessnote_modeladmin_edit", args=[note.pk])
    assert admin_client.get(edit).status_code == 200
    admin_client.post(edit, {"state": "handled", "text": "Muutettu", "is_useful": "on"})
    note.refresh_from_db()
    assert (note.state, note.text, note.is_useful) == ("handled", "=HYPERLINK(1)", False)
    assert not UsefulnessNote.objects.waiting().exists()
    create = reverse("pages_usefulnessnote_modeladmin_create")
    assert admin_client.get(create).status_code in {302, 403}


def test_editor_of_pages_opens_the_report(client: Client, home: HomePage, page: GuidePage) -> None:
    editor: Any = UserFactory(email="toimittaja@example.org")
    editor.groups.add(role_group(Role.PUBLISHER))
    assert isinstance(editor, User)
    client.force_login(editor)
    assert client.get(reverse("usefulness_report")).status_code == 200
