"""An editor makes guides, models and surveys, through the real views."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from pages.models import GuidePage, HomePage, OperatingModelPage, SurveyPage
from servicemap.models import Role
from servicemap.roles import role_group
from tests.factories import AssociationFactory, GrantFactory, UserFactory
from tests.pages.knowledge.builders import bank, guide, topic
from tests.pages.surveys.builders import survey_index

NO_COMMENTS = {
    "TOTAL_FORMS": "0",
    "INITIAL_FORMS": "0",
    "MIN_NUM_FORMS": "0",
    "MAX_NUM_FORMS": "0",
}


@pytest.fixture
def editor(home: HomePage) -> Client:
    """An editor's browser."""
    user: Any = UserFactory(email="toimittaja@example.org")
    user.groups.add(role_group(Role.PUBLISHER))
    browser = Client()
    browser.force_login(user)
    return browser


def publish(editor: Client, model: str, parent: Any, form: dict[str, Any]) -> Any:
    """Open the empty form, fill it in and publish."""
    address = reverse("wagtailadmin_pages:add", args=["pages", model, parent.pk])
    assert editor.get(address).status_code == 200
    lists = {name: value for name, value in form.items() if isinstance(value, list)}
    plain = {name: value for name, value in form.items() if name not in lists}
    filled = {**nested_form_data({"comments": NO_COMMENTS, **plain}), **lists}
    response = editor.post(address, {**filled, "action-publish": "1"})
    if response.status_code != 302:
        raise AssertionError(response.context["form"].errors)
    return response


def test_editor_publishes_a_guide(editor: Client, home: HomePage) -> None:
    club, grant = AssociationFactory(), GrantFactory(days=[(0, 5)])
    form = {
        "title": "Opas",
        "slug": "opas",
        "lead": "Lyhyesti.",
        "topic": topic().pk,
        "updated_on": "1.11.2026",
        "body": streamfield([("heading", "Aluksi"), ("paragraph", rich_text("<p>Näin.</p>"))]),
        "related_listings": streamfield([("association", club.pk)]),
        "related_grants": [grant.pk],
        "related_guides": streamfield([]),
        "asks_usefulness": "on",
    }
    publish(editor, "guidepage", bank(home), form)
    guide = GuidePage.objects.get()
    assert guide.live
    assert guide.asks_usefulness
    assert guide.updated_on is not None
    assert [child.value for child in guide.related_listings] == [club]
    assert list(guide.related_grants.all()) == [grant]
    shown = editor.get(reverse("wagtailadmin_pages:view_draft", args=[guide.pk]))
    assert [row.grant for row in shown.context["grants"]] == [grant]


def test_editor_publishes_a_survey_that_can_be_answered(editor: Client, home: HomePage) -> None:
    question = {
        "label": "Mikä aika sopii?",
        "field_type": "radio",
        "choices": "Ilta\nPäivä",
        "required": "on",
        "help_text": "",
        "ORDER": "1",
    }
    form = {
        "title": "Kysely",
        "slug": "kysely",
        "lead": "",
        "body": streamfield([]),
        "purpose": "Suunnittelemme iltoja.",
        "keep_days": "30",
        "thanks": rich_text("<p>Kiitos.</p>"),
        "notify": "",
        "confirmation": "",
        "opens_at": "",
        "closes_at": "",
        "form_fields": inline_formset([question]),
    }
    publish(editor, "surveypage", survey_index(home), form)
    page = SurveyPage.objects.get()
    answered = Client().post(page.url, {"mika_aika_sopii": "Ilta"})
    assert answered.status_code == 302
    assert "Kiitos." in Client().get(answered.url).content.decode()
    listed = editor.get(reverse("wagtailforms:list_submissions", args=[page.pk]))
    assert "Ilta" in listed.content.decode()


def test_editor_publishes_an_operating_model(editor: Client, home: HomePage) -> None:
    form = {
        "title": "Toimintamalli",
        "slug": "toimintamalli",
        "lead": "",
        "updated_on": "",
        "introduction": rich_text("<p>Aluksi.</p>"),
        "groups": streamfield([]),
    }
    publish(editor, "operatingmodelpage", home, form)
    assert OperatingModelPage.objects.get().live


def test_topic_that_guides_have_is_not_deleted(home: HomePage) -> None:
    administrator: Any = UserFactory(email="yllapito@example.org", is_superuser=True)
    browser = Client()
    browser.force_login(administrator)
    used = topic("raha")
    guide(bank(home), "Opas", topic=used)
    assert browser.get(reverse("pages_guidetopic_modeladmin_index")).status_code == 200
    address = reverse("pages_guidetopic_modeladmin_delete", args=[used.pk])
    response = browser.post(address)
    assert response.status_code == 200
    assert "Opas" in response.content.decode()
    assert GuidePage.objects.get().topic == used
