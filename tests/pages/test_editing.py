"""An editor signs in and publishes, through the real views."""

from html import unescape
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from pages.models import HomePage, NewsIndexPage, NewsPage, PortalSettings
from servicemap.models import Role, User
from servicemap.roles import role_group
from tests.factories import (
    PASSWORD,
    CategoryFactory,
    MunicipalityFactory,
    ThemeFactory,
    UserFactory,
)
from tests.pages.factories import news_index


@pytest.fixture
def index(home: HomePage) -> NewsIndexPage:
    return news_index(home)


@pytest.fixture
def editor(home: HomePage) -> User:
    user: Any = UserFactory(email="toimittaja@example.org")
    user.groups.add(role_group(Role.PUBLISHER))
    return cast(User, user)


@pytest.fixture
def editor_client(editor: User) -> Client:
    """A browser in which the editor has typed the address and the password."""
    browser = Client()
    response = browser.post(
        reverse("wagtailadmin_login"), {"username": editor.email, "password": PASSWORD}
    )
    assert response.status_code == 302
    return browser


def news_form(**values: Any) -> dict[str, str]:
    form: dict[str, str] = nested_form_data(
        {
            "title": "Yhdistysilta tulee",
            "slug": "yhdistysilta-tulee",
            "date": "2026-11-20",
            "lead": "Tervetuloa.",
            "body": streamfield(
                [("heading", "Ohjelma"), ("paragraph", rich_text("<p>Kahvia ja puhetta.</p>"))]
            ),
            "comments": {
                "TOTAL_FORMS": "0",
                "INITIAL_FORMS": "0",
                "MIN_NUM_FORMS": "0",
                "MAX_NUM_FORMS": "0",
            },
            **values,
        }
    )
    return form


def empty_table() -> dict[str, str]:
    """A table that somebody has only begun."""
    return {"caption": "", "column-count": "0", "row-count": "0"}


def test_editor_publishes_news(editor_client: Client, index: NewsIndexPage) -> None:
    municipality: Any = MunicipalityFactory()
    theme: Any = ThemeFactory()
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", index.pk])
    assert editor_client.get(add).status_code == 200
    concerns = {"municipalities": [municipality.pk], "themes": [theme.pk]}
    response = editor_client.post(add, {**news_form(), **concerns, "action-publish": "1"})
    assert response.status_code == 302
    page = NewsPage.objects.get()
    assert page.live
    assert list(page.municipalities.all()) == [municipality]
    reader = Client()
    html = reader.get("/fi/ajankohtaista/yhdistysilta-tulee/").content.decode()
    assert "Kahvia ja puhetta." in html
    assert "Yhdistysilta tulee" in reader.get("/fi/").content.decode()


def test_draft_is_not_for_readers(editor_client: Client, index: NewsIndexPage) -> None:
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", index.pk])
    assert editor_client.post(add, news_form()).status_code == 302
    page = NewsPage.objects.get()
    assert not page.live
    assert Client().get("/fi/ajankohtaista/yhdistysilta-tulee/").status_code == 404
    draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "Kahvia ja puhetta." in editor_client.get(draft).content.decode()


def test_unfinished_blocks_are_kept_in_a_draft_and_not_published(
    editor_client: Client, index: NewsIndexPage
) -> None:
    link = {"title": "", "page": "", "url": ""}
    search = dict.fromkeys(("address", "words", "kind", "municipality", "category", "theme"), "")
    blocks = [
        ("links", {"title": "", "links": streamfield([("item", link)])}),
        ("search_map", {"title": "Tilat", **search, "show": "both", "size": "medium"}),
        ("contact_persons", {"title": "", "municipality": "", "persons": streamfield([])}),
        ("table", {"table": empty_table(), "row_headings": "on", "source": ""}),
    ]
    form = news_form(body=streamfield(blocks))
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", index.pk])
    assert editor_client.post(add, form).status_code == 302
    page = NewsPage.objects.get()
    assert not page.live
    draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert editor_client.get(draft).status_code == 200
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    refused = editor_client.post(edit, {**form, "action-publish": "1"})
    assert refused.status_code == 200
    said = unescape(refused.content.decode())
    for message in (
        "Valitse sivu tai anna osoite.",
        "haetaan: anna osoite",
        "Valitse kunta tai",
        "Anna taulukolle otsikko",
    ):
        assert message in said
    page.refresh_from_db()
    assert not page.live


def test_news_without_a_date_is_refused(editor_client: Client, index: NewsIndexPage) -> None:
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", index.pk])
    response = editor_client.post(add, {**news_form(date=""), "action-publish": "1"})
    assert response.status_code == 200
    assert not NewsPage.objects.exists()


def test_editor_edits_the_home_page(editor_client: Client, home: HomePage) -> None:
    CategoryFactory(slug="liikunta", name="Liikunta")
    edit = reverse("wagtailadmin_pages:edit", args=[home.pk])
    page = editor_client.get(edit).content.decode()
    assert "Liikunta" in page
    form = nested_form_data(
        {
            "title": home.title,
            "slug": home.slug,
            "question": "Mitä tehtäisiin?",
            "lead": "",
            "placeholder": "",
            "examples": streamfield([("example", {"text": "uinti", "query": "", "price": ""})]),
            "topics": streamfield(
                [("topic", {"title": "", "category": "liikunta", "target_group": ""})]
            ),
            "comments": {
                "TOTAL_FORMS": "0",
                "INITIAL_FORMS": "0",
                "MIN_NUM_FORMS": "0",
                "MAX_NUM_FORMS": "0",
            },
        }
    )
    response = editor_client.post(edit, {**form, "action-publish": "1"})
    assert response.status_code == 302
    context = Client().get("/fi/").context
    assert context["page"].question == "Mitä tehtäisiin?"
    assert [topic["title"] for topic in context["topics"]] == ["Liikunta"]


def test_editor_creates_no_users_and_changes_no_settings(editor_client: Client) -> None:
    assert editor_client.get(reverse("wagtailusers_users:add")).status_code in {302, 403}
    settings = reverse("wagtailsettings:edit", args=["pages", "portalsettings"])
    assert editor_client.get(settings).status_code in {302, 403}


def test_administrator_names_the_portal(admin_client: Client, home: HomePage) -> None:
    entry = reverse("wagtailsettings:edit", args=["pages", "portalsettings"])
    edit = admin_client.get(entry, follow=True).request["PATH_INFO"]
    response = admin_client.post(edit, {"site_name": "Meidän kartta"})
    assert response.status_code == 302
    assert PortalSettings.objects.get().site_name == "Meidän kartta"
    assert "Meidän kartta" in Client().get("/fi/").content.decode()


def test_admin_speaks_finnish(editor_client: Client, editor: User) -> None:
    html = editor_client.get(reverse("wagtailadmin_home"), headers={"accept-language": "fi"})
    assert 'lang="fi"' in html.content.decode()
