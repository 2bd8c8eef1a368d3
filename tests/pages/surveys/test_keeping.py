"""Answers to surveys: read and exported by editors, and deleted when it was promised."""

import datetime
import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import load_workbook
from wagtail.contrib.forms.models import FormSubmission

from pages.models import HomePage, SurveyPage, surveys
from tests.factories import UserFactory
from tests.pages.surveys.builders import survey, survey_index
from tests.spreadsheets import csv_table


@pytest.fixture
def page(home: HomePage) -> SurveyPage:
    return survey(survey_index(home), keep_days=30)


def answer(page: SurveyPage, days_ago: float = 0, **data: Any) -> FormSubmission:
    """An answer of so many days ago."""
    made: FormSubmission = FormSubmission.objects.create(page=page, form_data=data)
    moment = timezone.now() - datetime.timedelta(days=days_ago)
    FormSubmission.objects.filter(pk=made.pk).update(submit_time=moment)
    return made


def purge() -> str:
    out = io.StringIO()
    call_command("purge_survey_answers", stdout=out)
    return out.getvalue()


def test_answers_are_deleted_after_as_many_days_as_was_promised(page: SurveyPage) -> None:
    longer = survey(page.get_parent().specific, title="Toinen", slug="toinen", keep_days=60)
    answer(page, 30.1)
    answer(page, 29.9, nimesi="jää")
    answer(longer, 30.1, nimesi="jää")
    answer(longer, 60.1)
    assert purge().startswith("2 ")
    assert [row.form_data["nimesi"] for row in FormSubmission.objects.all()] == ["jää", "jää"]
    assert purge().startswith("0 ")


def test_answers_of_a_survey_that_is_no_draft_any_more_are_deleted_too(page: SurveyPage) -> None:
    answer(page, 31)
    page.unpublish()
    assert purge().startswith("1 ")


def test_what_was_interrupted_goes_on(page: SurveyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveys, "DELETED_AT_ONCE", 2)
    for _number in range(5):
        answer(page, 31)
    delete, calls = FormSubmission.objects.filter(pk__in=[]).__class__.delete, []

    def die_the_second_time(rows: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return delete(rows)

    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.delete", die_the_second_time)
        with pytest.raises(KeyboardInterrupt):
            page.purge_answers()
    assert FormSubmission.objects.count() == 3
    assert page.purge_answers() == 3


@pytest.mark.parametrize("days", [0, 1_096])
def test_answers_are_kept_for_at_least_a_day_and_not_for_ever(home: HomePage, days: int) -> None:
    page = SurveyPage(title="Kysely", slug="k", purpose="Syy", keep_days=days)
    with pytest.raises(ValidationError) as caught:
        page.clean_fields(exclude=["path", "depth", "locale", "content_type"])
    assert "keep_days" in caught.value.message_dict


@pytest.fixture
def editor(db: None) -> Client:
    browser = Client()
    user: Any = UserFactory(email="yllapito@example.org", is_superuser=True)
    browser.force_login(user)
    return browser


def test_editors_read_and_export_answers_without_formulas(editor: Client, page: SurveyPage) -> None:
    answer(page, nimesi='=HYPERLINK("https://x.example")', aiheet=["=1+1", "Tilat"], aika="Ilta")
    address = reverse("wagtailforms:list_submissions", args=[page.pk])
    assert "HYPERLINK" in editor.get(address).content.decode()
    row = csv_table(editor.get(f"{address}?export=csv"))[1]
    assert '\'=HYPERLINK("https://x.example")' in row
    assert "'=1+1, Tilat" in row
    response = editor.get(f"{address}?export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_answers_are_exported_on_the_clock_of_those_who_read_them(
    editor: Client, page: SurveyPage
) -> None:
    answer(page, nimesi="Aino", aiheet=["Tilat"], aika="Ilta")
    moment = datetime.datetime(2026, 11, 14, 12, 38, 45, 928933, tzinfo=datetime.UTC)
    page.get_submissions().update(submit_time=moment)
    address = reverse("wagtailforms:list_submissions", args=[page.pk])
    exported = editor.get(f"{address}?export=csv")
    today = timezone.localdate().isoformat()
    assert f'"{slugify(page.title)}-{today}.csv"' in exported["Content-Disposition"]
    assert csv_table(exported)[1][0] == "2026-11-14 14:38:45"
    response = editor.get(f"{address}?export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.active["A2"].value == datetime.datetime(2026, 11, 14, 14, 38, 45)


def test_only_who_may_edit_the_page_reads_the_answers(client: Client, page: SurveyPage) -> None:
    address = reverse("wagtailforms:list_submissions", args=[page.pk])
    assert client.get(address).status_code == 302
    stranger: Any = UserFactory()
    client.force_login(stranger)
    assert client.get(address).status_code in {302, 403}


def test_editor_sees_the_form_and_its_questions(editor: Client, page: SurveyPage) -> None:
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert edit.status_code == 200
    html = edit.content.decode()
    for kind in ("singleline", "checkboxes", "radio", "date"):
        assert f'<option value="{kind}"' in html
    for kind in ("hidden", "multiselect", "url", "datetime"):
        assert f'<option value="{kind}"' not in html
