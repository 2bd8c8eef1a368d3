"""A survey as people answer it."""

import datetime
import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import PageViewRestriction

from pages.models import HomePage, SurveyField, SurveyPage
from pages.models.surveys import PER_ADDRESS
from pages.surveys.form_builder import TRAP
from pages.surveys.mail import TO_ONE_ADDRESS
from servicemap.models import OutgoingMail
from tests.committing import CommittingClient
from tests.pages.surveys.builders import ANSWERS, survey, survey_index

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def page(home: HomePage) -> SurveyPage:
    return survey(survey_index(home))


def answers() -> list[dict[str, Any]]:
    return [row.form_data for row in FormSubmission.objects.order_by("pk")]


def html_of(client: Client, page: SurveyPage) -> str:
    return client.get(page.url).content.decode()


def test_form_says_what_it_asks_and_what_becomes_of_it(client: Client, page: SurveyPage) -> None:
    html = client.get(page.url).content.decode()
    assert 'for="survey-nimesi"' in html
    assert html.count("<fieldset") == 2
    assert html.count('type="checkbox"') == 3
    assert 'type="date"' in html
    assert "Suunnittelemme iltoja." in html
    assert "90" in html
    # Each required question is marked, and none of the others.
    assert html.count('class="field__required"') == 4
    # Choices that are empty are none.
    assert html.count('name="aiheet"') == 2


def test_answer_is_kept_and_thanked_for(client: Client, page: SurveyPage) -> None:
    given = {**ANSWERS, "kuinka_monta": "12", "mihin_mennessa": "2026-12-24", "kunta": "Sysmä"}
    response = client.post(page.url, given)
    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    (kept,) = answers()
    assert kept == {
        "nimesi": "Kylätoimikunta",
        "sahkopostiosoite": "",
        "aiheet": ["Raha", "Tilat"],
        "aika": "Ilta",
        "kunta": "Sysmä",
        "kuinka_monta": 12,
        "mihin_mennessa": "2026-12-24",
        "muuta": "",
        "lupaan_tulla": True,
    }


def test_date_may_be_written_as_people_do(client: Client, page: SurveyPage) -> None:
    client.post(page.url, {**ANSWERS, "mihin_mennessa": "24.12.2026"})
    assert answers()[0]["mihin_mennessa"] == "2026-12-24"


@pytest.mark.parametrize(
    ("changes", "field", "target"),
    [
        ({"nimesi": ""}, "nimesi", "survey-nimesi"),
        ({"nimesi": "x" * 256}, "nimesi", "survey-nimesi"),
        ({"nimesi": "a\0b"}, "nimesi", "survey-nimesi"),
        ({"sahkopostiosoite": "ei osoite"}, "sahkopostiosoite", "survey-sahkopostiosoite"),
        ({"aiheet": []}, "aiheet", "survey-aiheet_0"),
        ({"aiheet": ["Keksitty"]}, "aiheet", "survey-aiheet_0"),
        ({"aika": ""}, "aika", "survey-aika_0"),
        ({"kunta": "Helsinki"}, "kunta", "survey-kunta"),
        ({"kuinka_monta": "monta"}, "kuinka_monta", "survey-kuinka_monta"),
        ({"kuinka_monta": "NaN"}, "kuinka_monta", "survey-kuinka_monta"),
        ({"kuinka_monta": "-2.5"}, "kuinka_monta", "survey-kuinka_monta"),
        ({"kuinka_monta": "-2"}, "kuinka_monta", "survey-kuinka_monta"),
        ({"kuinka_monta": "2,5"}, "kuinka_monta", "survey-kuinka_monta"),
        ({"kuinka_monta": "1" * 30}, "kuinka_monta", "survey-kuinka_monta"),
        ({"mihin_mennessa": "huomenna"}, "mihin_mennessa", "survey-mihin_mennessa"),
        ({"muuta": "x" * 3_001}, "muuta", "survey-muuta"),
        ({"lupaan_tulla": ""}, "lupaan_tulla", "survey-lupaan_tulla"),
    ],
)
def test_what_is_wrong_is_said_beside_the_question_and_on_top(
    client: Client, page: SurveyPage, changes: dict[str, Any], field: str, target: str
) -> None:
    given = {name: value for name, value in {**ANSWERS, **changes}.items() if value != ""}
    response = client.post(page.url, given)
    assert response.status_code == 400
    html = response.content.decode()
    assert list(response.context["form"].errors) == [field]
    assert f'<a href="#{target}">' in html
    assert f'id="{target}"' in html
    error = f"survey-{field}_error"
    assert f'id="{error}"' in html
    control = re.search(rf'<(?:input|select|textarea)[^>]*id="{target}"[^>]*>', html)
    assert control
    assert error in control[0]
    assert not answers()


def test_number_is_how_many_and_the_error_names_the_question(
    client: Client, page: SurveyPage
) -> None:
    control = re.search(r'<input[^>]*id="survey-kuinka_monta"[^>]*>', html_of(client, page))
    assert control
    for attribute in ('min="0"', 'step="1"', 'inputmode="numeric"'):
        assert attribute in control[0]
    html = client.post(page.url, {**ANSWERS, "kuinka_monta": "-2.5"}).content.decode()
    assert "Kuinka monta – Kirjoita kokonaisluku, joka on vähintään 0." in html
    assert client.post(page.url, {**ANSWERS, "kuinka_monta": "0"}).status_code == 302
    assert answers()[0]["kuinka_monta"] == 0


def test_what_was_written_stays_while_something_is_wrong(client: Client, page: SurveyPage) -> None:
    given = {**ANSWERS, "muuta": "Pitkä teksti", "nimesi": ""}
    html = client.post(page.url, given).content.decode()
    assert "Pitkä teksti" in html
    assert len(re.findall(r'type="checkbox"[^>]* checked', html)) == 3


def test_machine_is_thanked_and_nothing_is_kept(client: Client, page: SurveyPage) -> None:
    response = client.post(page.url, {**ANSWERS, TRAP: "https://spam.example"})
    assert response.status_code == 302
    assert not answers()


def test_question_cannot_have_the_name_of_the_trap() -> None:
    field = SurveyField(label="Home-page", field_type="singleline")
    assert field.get_field_clean_name() != TRAP


def test_form_needs_its_token(page: SurveyPage) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(page.url, ANSWERS).status_code == 403
    html = browser.get(page.url).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token
    given = {**ANSWERS, "csrfmiddlewaretoken": token[1]}
    assert browser.post(page.url, given).status_code == 302


def test_many_answers_from_one_address_have_to_wait(client: Client, page: SurveyPage) -> None:
    for _number in range(PER_ADDRESS.times):
        assert client.post(page.url, ANSWERS).status_code == 302
    response = client.post(page.url, ANSWERS)
    assert response.status_code == 429
    assert "Kylätoimikunta" in response.content.decode()
    assert len(answers()) == PER_ADDRESS.times


def test_survey_is_open_between_its_two_moments(client: Client, home: HomePage) -> None:
    index, now = survey_index(home), timezone.now()
    to_come = survey(index, title="Tuleva", slug="tuleva", opens_at=now + HOUR)
    is_open = survey(index, title="Auki", slug="auki", opens_at=now - HOUR, closes_at=now + HOUR)
    over = survey(index, title="Ohi", slug="ohi", closes_at=now - HOUR)
    always = survey(index, title="Aina", slug="aina")
    for page in (to_come, over):
        assert "<form" not in client.get(page.url).content.decode().split("</header>")[-1]
        assert client.post(page.url, ANSWERS).status_code == 409
    assert not answers()
    for page in (is_open, always):
        assert client.post(page.url, ANSWERS).status_code == 302
    groups = client.get(index.url).context["groups"]
    shown = [(str(one["state"]), [page.title for page in one["surveys"]]) for one in groups]
    assert shown == [
        ("open", ["Auki", "Aina"]),
        ("upcoming", ["Tuleva"]),
        ("closed", ["Ohi"]),
    ]


def test_survey_cannot_close_before_it_opens(db: None) -> None:
    now = timezone.now()
    page = SurveyPage(title="Kysely", opens_at=now, closes_at=now)
    with pytest.raises(ValidationError) as caught:
        page.clean()
    assert set(caught.value.message_dict) == {"closes_at"}


def test_question_with_choices_needs_choices() -> None:
    with pytest.raises(ValidationError) as caught:
        SurveyField(label="Aika", field_type="radio", choices=" \n").clean()
    assert set(caught.value.message_dict) == {"choices"}
    SurveyField(label="Nimi", field_type="singleline").clean()


def test_list_shows_what_everyone_may_see_or_says_that_there_is_nothing(
    client: Client, home: HomePage
) -> None:
    index = survey_index(home)
    assert "/fi/haku/" in client.get(index.url).content.decode()
    survey(index, title="Luonnos", slug="luonnos", live=False)
    private = survey(index, title="Vain ryhmälle", slug="ryhma")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(index.url).context["groups"] == []


NOTIFY = "toimitus@example.org, sihteeri@example.org"


def test_mail_tells_of_an_answer_and_never_what_it_says(
    home: HomePage, caplog: pytest.LogCaptureFixture
) -> None:
    page = survey(survey_index(home), notify=NOTIFY, confirmation="Tervetuloa torille.")
    caplog.set_level(logging.DEBUG)
    given = {**ANSWERS, "nimesi": "Salainen Nimi", "sahkopostiosoite": "vastaaja@example.org"}
    assert CommittingClient().post(page.url, given).status_code == 302
    by_recipient = {message.to[0]: message for message in mail.outbox}
    assert set(by_recipient) == {
        "toimitus@example.org",
        "sihteeri@example.org",
        "vastaaja@example.org",
    }
    for message in mail.outbox:
        assert "Salainen Nimi" not in message.subject + str(message.body)
    notice = str(by_recipient["toimitus@example.org"].body)
    assert f"/admin/forms/submissions/{page.pk}/" in notice
    assert "vastaaja@example.org" not in notice
    confirmation = str(by_recipient["vastaaja@example.org"].body)
    assert "Tervetuloa torille." in confirmation
    assert "90" in confirmation
    for secret in ("Salainen Nimi", "vastaaja@example.org"):
        # What the database was asked is no log of the site.
        logged = [row.getMessage() for row in caplog.records if row.name != "django.db.backends"]
        assert not any(secret in text for text in logged)
    assert not OutgoingMail.objects.exists()


def test_nobody_is_flooded_with_confirmations(home: HomePage) -> None:
    page = survey(survey_index(home), confirmation="Kiitos.")
    browser = CommittingClient()
    for _number in range(TO_ONE_ADDRESS.times + 2):
        browser.post(page.url, {**ANSWERS, "sahkopostiosoite": "uhri@example.org"})
    assert len(mail.outbox) == TO_ONE_ADDRESS.times
    assert len(answers()) == TO_ONE_ADDRESS.times + 2


def test_no_mail_without_a_wish_or_an_address(home: HomePage) -> None:
    index = survey_index(home)
    silent = survey(index)
    confirming = survey(index, title="Toinen", slug="toinen", confirmation="Kiitos.")
    CommittingClient().post(silent.url, {**ANSWERS, "sahkopostiosoite": "a@example.org"})
    CommittingClient().post(confirming.url, ANSWERS)
    assert not mail.outbox


def test_answer_and_mail_are_kept_both_or_neither(
    home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = survey(survey_index(home), notify=NOTIFY)

    def fail(*args: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("pages.surveys.mail.mail.send", fail)
    with pytest.raises(ConnectionError):
        Client().post(page.url, ANSWERS)
    assert not answers()
    assert not connection.needs_rollback


def test_alias_gathers_the_answers_of_its_page(
    client: Client, home: HomePage, page: SurveyPage
) -> None:
    alias = page.create_alias(parent=page.get_parent(), update_slug="toisaalla")
    assert client.post(alias.url, ANSWERS).status_code == 302
    assert FormSubmission.objects.get().page_id == page.pk
    assert alias.get_submissions().count() == page.get_submissions().count() == 1


def test_page_with_a_form_is_in_no_cache(client: Client, page: SurveyPage) -> None:
    assert "no-store" in client.get(page.url).headers["Cache-Control"]


def test_number_of_queries(
    client: Client, page: SurveyPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    index = page.get_parent().specific
    for number in range(5):
        survey(index, title=f"Kysely {number}", slug=f"kysely-{number}")
    for address in (page.url, index.url):
        client.get(address)
        with django_assert_max_num_queries(20):
            client.get(address)
