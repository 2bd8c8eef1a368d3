"""Contact persons of municipalities: who may be one, who is shown where, and the editors' list."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from servicemap.models import ContactPerson, Municipality
from servicemap.moderation import ensure_listing_workflow
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPersonFactory,
    FacilityFactory,
    MunicipalityFactory,
    TargetGroupFactory,
    UserFactory,
)
from tests.spreadsheets import csv_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def lahti(db: None) -> Any:
    return MunicipalityFactory(code="398", slug="lahti", name="Lahti", name_sv="Lahtis")


def text(response: HttpResponse) -> str:
    """The page as text."""
    assert response.status_code == 200
    streamed = getattr(response, "streaming_content", None)
    content: bytes = b"".join(streamed) if streamed else response.content
    return content.decode()


def url(view: str, *args: Any) -> str:
    """The address of an admin view."""
    return reverse(f"servicemap_contactperson_modeladmin_{view}", args=args)


def form(place: Municipality, **fields: str) -> dict[str, str]:
    """What a browser sends when the form has been filled in."""
    return {
        "municipality": str(place.pk),
        "title": "yhdistysyhteyshenkilö",
        "email": "yhdistykset@lahti.example",
        "order": "0",
        "live": "on",
        **fields,
    }


# Who may be one


def test_somebody_must_be_able_to_reach_them(lahti: Any) -> None:
    for reachable in ({"email": "a@kunta.example"}, {"phone": "044 000 0000"}):
        ContactPerson(municipality=lahti, title="Järjestöyhdyshenkilö", **reachable).full_clean()
    nobody = ContactPerson(municipality=lahti, title="Järjestöyhdyshenkilö")
    with pytest.raises(ValidationError) as refused:
        nobody.full_clean()
    assert list(refused.value.message_dict) == ["email"]
    with pytest.raises(ValidationError) as refused:
        ContactPerson(municipality=lahti, title="Järjestöyhdyshenkilö", phone="abc").full_clean()
    assert list(refused.value.message_dict) == ["phone"]
    with pytest.raises(IntegrityError), transaction.atomic():
        nobody.save()


def test_one_is_the_first_of_a_municipality(lahti: Any) -> None:
    ContactPersonFactory(municipality=lahti, is_first=True)
    ContactPersonFactory(is_first=True)
    second = ContactPersonFactory.build(municipality=lahti, is_first=True)
    with pytest.raises(ValidationError):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_the_first_comes_first_then_the_editors_order(lahti: Any) -> None:
    last = ContactPersonFactory(municipality=lahti, order=2)
    middle = ContactPersonFactory(municipality=lahti, order=1)
    first = ContactPersonFactory(municipality=lahti, order=9, is_first=True)
    ContactPersonFactory(municipality=lahti, live=False)
    assert list(lahti.contact_persons.published()) == [first, middle, last]


def test_role_is_said_in_the_readers_language_where_it_is_written(lahti: Any) -> None:
    person = ContactPerson(
        municipality=lahti, title="Yhdyshenkilö", title_sv="Kontaktperson", unit="Kulttuuri"
    )
    assert str(person) == "Yhdyshenkilö, Kulttuuri"
    with translation.override("sv"):
        assert str(person) == "Kontaktperson, Kulttuuri"


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("044 123 4567", "0441234567"), ("+358 (0)3-12 34", "+358031234"), ("", "")],
)
def test_phone_number_can_be_dialled(written: str, dialled: str) -> None:
    assert ContactPerson(phone=written).phone_number == dialled


# On the pages of listings


def test_listing_names_who_looks_after_its_topic_then_its_people_then_the_first(
    lahti: Any, client: Client
) -> None:
    sports = CategoryFactory(slug="liikunta")
    swimming = CategoryFactory(slug="uinti", parent=CategoryFactory(slug="vesi", parent=sports))
    seniors = TargetGroupFactory(slug="seniorit")
    first = ContactPersonFactory(municipality=lahti, is_first=True)
    people = ContactPersonFactory(municipality=lahti, target_groups=[seniors])
    topic = ContactPersonFactory(municipality=lahti, categories=[sports])
    ContactPersonFactory(categories=[sports], target_groups=[seniors], is_first=True)
    ContactPersonFactory(municipality=lahti, categories=[sports], live=False, order=0)

    def named(**fields: Any) -> list[ContactPerson]:
        """Who is on the pages of an association and a facility."""
        return [
            client.get(make(municipality=lahti, **fields).get_absolute_url()).context[
                "municipal_contact"
            ]
            for make in (AssociationFactory, FacilityFactory)
        ]

    assert named() == [first, first]
    assert named(target_groups=[seniors]) == [people, people]
    assert named(categories=[swimming]) == [topic, topic]
    assert named(categories=[swimming], target_groups=[seniors]) == [topic, topic]
    assert named(categories=[CategoryFactory(slug="laulu")]) == [first, first]


def test_page_says_role_unit_and_how_to_reach_them(lahti: Any, client: Client) -> None:
    ContactPersonFactory(
        municipality=lahti,
        title="yhdistysyhteyshenkilö",
        unit="Liikuntapalvelut",
        email="liikunta@lahti.example",
        phone="044 000 1234",
    )
    page = text(client.get(AssociationFactory(municipality=lahti).get_absolute_url()))
    for words in (
        "yhdistysyhteyshenkilö",
        "Liikuntapalvelut",
        'href="mailto:liikunta@lahti.example"',
        'href="tel:0440001234"',
        f'href="{reverse("municipality", args=["398"])}"',
    ):
        assert words in page


def test_nobody_is_named_for_activities_and_where_there_is_nobody(
    lahti: Any, client: Client
) -> None:
    ContactPersonFactory(municipality=lahti)
    for listing in (
        ActivityFactory(municipality=lahti),
        AssociationFactory(),
        AssociationFactory(municipality=None),
    ):
        page = text(client.get(listing.get_absolute_url()))
        assert "municipal-contact" not in page
        assert "contact-persons.css" not in page


def test_any_page_can_show_the_first_contact(lahti: Any, django_assert_num_queries: Any) -> None:
    template = Template("{% load contact_persons %}{% municipal_contact municipality %}")
    ContactPersonFactory(municipality=lahti, title="Toinen")
    ContactPersonFactory(municipality=lahti, title="Ensimmäinen", is_first=True)
    with django_assert_num_queries(1):
        html = template.render(Context({"municipality": lahti}))
    assert "Ensimmäinen" in html
    assert "Toinen" not in html
    assert template.render(Context({"municipality": None})).strip() == ""
    assert template.render(Context({"municipality": MunicipalityFactory()})).strip() == ""


# In the admin


def test_editor_adds_changes_and_deletes(admin_client: Client, lahti: Any) -> None:
    topic = CategoryFactory(slug="liikunta")
    assert "<form" in text(admin_client.get(url("create")))
    response = admin_client.post(url("create"), form(lahti, categories=str(topic.pk)))
    assert response.status_code == 302, response.context["form"].errors
    person = ContactPerson.objects.get()
    assert list(person.categories.all()) == [topic]

    changed = form(lahti, title="järjestöyhdyshenkilö")
    assert admin_client.post(url("edit", person.pk), changed).status_code == 302
    assert ContactPerson.objects.get().title == "järjestöyhdyshenkilö"

    assert admin_client.post(url("delete", person.pk)).status_code == 302
    assert not ContactPerson.objects.exists()


def test_what_is_wrong_is_said_once_and_where(admin_client: Client, lahti: Any) -> None:
    response = admin_client.post(url("create"), form(lahti, email=""))
    assert {name: len(said) for name, said in response.context["form"].errors.items()} == {
        "email": 1
    }
    ContactPersonFactory(municipality=lahti, is_first=True)
    response = admin_client.post(url("create"), form(lahti, is_first="on"))
    assert len(response.context["form"].non_field_errors()) == 1


def test_only_topics_at_the_top_can_be_chosen(admin_client: Client, lahti: Any) -> None:
    below = CategoryFactory(slug="uinti", parent=CategoryFactory(slug="liikunta"))
    response = admin_client.post(url("create"), form(lahti, categories=str(below.pk)))
    assert list(response.context["form"].errors) == ["categories"]


def test_list_is_searched_and_narrowed(admin_client: Client, lahti: Any) -> None:
    ContactPersonFactory(municipality=lahti, title="Lahden henkilö", unit="Liikuntapalvelut")
    ContactPersonFactory(title="Toisen kunnan henkilö", is_first=True, live=False)
    for found in (
        text(admin_client.get(url("index"), {"q": "liikunta"})),
        text(admin_client.get(url("index"), {"q": "Lahti"})),
        text(admin_client.get(url("index"), {"municipality": lahti.pk})),
        text(admin_client.get(url("index"), {"live__exact": "1"})),
        text(admin_client.get(url("index"), {"is_first__exact": "0"})),
    ):
        assert "Lahden henkilö" in found
        assert "Toisen kunnan henkilö" not in found
    assert admin_client.get(url("index"), {"q": "sata\0ma"}).status_code == 200


def test_list_is_exported_as_it_is_narrowed(admin_client: Client, lahti: Any) -> None:
    ContactPersonFactory(municipality=lahti, title="Yhdyshenkilö", unit_sv="Idrott", phone="03 1")
    ContactPersonFactory(title="Muualla")
    narrowed = {"municipality": lahti.pk, "export": "csv"}
    header, *rows = csv_table(admin_client.get(url("index"), narrowed))
    assert len(rows) == 1
    assert len(header) == len(set(header)) == len(rows[0])
    assert {"Lahti", "Yhdyshenkilö", "Idrott", "03 1"} <= set(rows[0])
    response = admin_client.get(url("index"), {"export": "xlsx"})
    assert "yhteyshenkilot-" in response["content-disposition"]


def test_list_takes_no_more_queries_for_more_of_them(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    ContactPersonFactory()
    admin_client.get(url("index"))
    with django_assert_max_num_queries(60) as few:
        admin_client.get(url("index"))
    ContactPersonFactory.create_batch(6)
    with django_assert_max_num_queries(len(few.captured_queries)):
        admin_client.get(url("index"))


def test_municipality_keeps_its_own_contact_persons(client: Client, lahti: Any) -> None:
    ensure_listing_workflow()
    user = UserFactory()
    user.groups.add(lahti.staff_group.group)
    client.force_login(user)
    own, other = ContactPersonFactory(municipality=lahti), ContactPersonFactory()
    for view in (url("index"), url("create"), url("edit", own.pk), url("delete", own.pk)):
        assert client.get(view).status_code == 200
    for view in (url("edit", other.pk), url("delete", other.pk)):
        assert client.get(view).status_code == 302
    form = {"title": "Uusi", "email": "uusi@kunta.example", "order": "0"}
    client.post(url("create"), {**form, "municipality": other.municipality_id})
    assert not ContactPerson.objects.filter(title="Uusi").exists()
    client.post(url("create"), {**form, "municipality": lahti.pk})
    assert ContactPerson.objects.get(title="Uusi").municipality == lahti
    client.post(url("edit", own.pk), {**form, "municipality": other.municipality_id})
    own.refresh_from_db()
    assert own.municipality == lahti


def test_nobody_else_sees_the_list(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get(url("index")).status_code == 302


def test_municipality_with_contact_persons_stays(admin_client: Client, lahti: Any) -> None:
    ContactPersonFactory(municipality=lahti, title="Yhdyshenkilö")
    delete = reverse("servicemap_municipality_modeladmin_delete", args=[lahti.pk])
    assert "Yhdyshenkilö" in text(admin_client.post(delete))
    assert Municipality.objects.filter(pk=lahti.pk).exists()
