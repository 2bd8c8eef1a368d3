"""What happens to those who have registered when the editor changes the evening."""

import datetime
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail import hooks

from pages.evenings.links import registration_url
from pages.evenings.registering import forget, tell_changes
from pages.models import EveningIndexPage, EveningPage, HomePage
from servicemap.models import Evening, EveningRegistration
from tests.factories import FacilityFactory, MunicipalityFactory
from tests.pages.evenings.conftest import Register, by_state
from tests.pages.factories import evening_index, evening_page, home_page

pytestmark = pytest.mark.django_db


def edit(page: EveningPage, **fields: Any) -> EveningPage:
    """Change a page and publish it, as the admin does."""
    fresh = EveningPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()
    found: EveningPage = EveningPage.objects.get(pk=page.pk)
    return found


def test_places_that_are_added_go_to_those_who_wait(
    page: EveningPage,
    evening: Evening,
    register: Register,
    django_capture_on_commit_callbacks: Any,
) -> None:
    for number in range(5):
        register(page, f"{number}@example.org")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        edit(page, capacity=4)
    assert by_state(evening)["waiting"] == ["4@example.org"]
    assert {message.to[0] for message in mail.outbox} == {"2@example.org", "3@example.org"}
    with django_capture_on_commit_callbacks(execute=True):
        edit(page, capacity=None)
    assert by_state(evening)["waiting"] == []


def test_places_that_are_taken_away_put_nobody_out(
    page: EveningPage, evening: Evening, register: Register
) -> None:
    register(page, "a@example.org")
    register(page, "b@example.org")
    edit(page, capacity=1)
    register(page, "c@example.org")
    assert by_state(evening) == {
        "coming": ["a@example.org", "b@example.org"],
        "waiting": ["c@example.org"],
    }
    evening.refresh_from_db()
    assert evening.status().left == 0


def test_draft_changes_nothing(page: EveningPage, evening: Evening, register: Register) -> None:
    for number in range(3):
        register(page, f"{number}@example.org")
    page.capacity = 10
    page.save_revision()
    evening.refresh_from_db()
    assert (evening.capacity, len(by_state(evening)["waiting"])) == (2, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"place_name": "Kirjasto"}, "Kirjasto"),
        ({"is_cancelled": True}, None),
        ({"online_url": "https://kokous.example/uusi"}, "https://kokous.example/uusi"),
    ],
)
def test_each_who_has_registered_is_told_once_of_a_change(
    page: EveningPage,
    evening: Evening,
    register: Register,
    change: dict[str, Any],
    said: str | None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    for number in range(3):
        register(page, f"{number}@example.org")
    sequence = evening.sequence
    mail.outbox.clear()
    edit(page, **change)
    evening.refresh_from_db()
    assert evening.sequence == sequence + 1
    with django_capture_on_commit_callbacks(execute=True):
        assert tell_changes(evening, "Anteeksi vaiva.") == 3
        assert tell_changes(evening, "Anteeksi vaiva.") == 0
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"{n}@example.org" for n in range(3)
    ]
    told = {message.to[0]: message.body for message in mail.outbox}
    assert all("Anteeksi vaiva." in body for body in told.values())
    if said:
        assert said in told["0@example.org"]
    if "online_url" in change:
        assert change["online_url"] not in told["2@example.org"], "Whoever waits has no place."


def test_what_changes_is_said_beside_what_was(
    page: EveningPage, evening: Evening, register: Register, django_capture_on_commit_callbacks: Any
) -> None:
    register(page)
    old = page.when_text
    start = page.start + datetime.timedelta(days=1)
    moved = edit(page, start=start, end=start + datetime.timedelta(hours=3))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        tell_changes(Evening.objects.get(pk=evening.pk))
    (message,) = mail.outbox
    assert old in message.body
    assert moved.when_text in message.body
    (file,) = message.attachments
    assert "SEQUENCE:1" in str(file[1])


def test_whoever_registers_after_the_change_knows_it(
    page: EveningPage, evening: Evening, register: Register
) -> None:
    register(page, "ennen@example.org")
    edit(page, place_name="Kirjasto")
    register(page, "jalkeen@example.org")
    evening.refresh_from_db()
    assert [each.email for each in EveningRegistration.objects.untold(evening)] == [
        "ennen@example.org"
    ]
    edit(page, place_name="Kylätalo")
    evening.refresh_from_db()
    assert [each.email for each in EveningRegistration.objects.untold(evening)] == [
        "jalkeen@example.org"
    ], "What changes back needs no message to those who never heard of the change."


def test_publishing_in_another_language_of_the_admin_is_no_change(
    index: EveningIndexPage, register: Register
) -> None:
    town = MunicipalityFactory(name="Lahti", name_sv="Lahtis")
    page = evening_page(index, street_address="Tie 1", place_municipality=town)
    register(page)
    with translation.override("sv"):
        edit(page, lead="Uusi lause.")
    assert not EveningRegistration.objects.untold(Evening.objects.get()).exists()


def test_editor_is_led_to_tell_of_a_change(
    page: EveningPage, register: Register, admin_client: Client
) -> None:
    register(page)
    tell = reverse("evening_tell", args=[page.pk])
    assert tell not in admin_client.get(reverse("evening_roll", args=[page.pk])).content.decode()
    edit(page, place_name="Kirjasto")
    for address in (reverse("evening_roll", args=[page.pk]), reverse("evening_admin_index")):
        assert tell in admin_client.get(address).content.decode()
    shown = admin_client.get(tell).content.decode()
    assert "Kirjasto" in shown
    assert admin_client.post(tell, {"text": "Tila vaihtui."}).status_code == 302
    assert tell not in admin_client.get(reverse("evening_roll", args=[page.pk])).content.decode()


@pytest.mark.parametrize(("places", "is_warned"), [(3, True), (4, False), (None, False)])
def test_editor_hears_that_more_come_than_there_is_room_for(
    page: EveningPage,
    register: Register,
    admin_client: Client,
    places: int | None,
    is_warned: bool,
) -> None:
    edit(page, capacity=10)
    for email in ("a@example.org", "b@example.org"):
        register(page, email, persons="2")
    lowered = edit(page, capacity=places)
    request = admin_client.get(reverse("evening_admin_index")).wsgi_request
    for say in hooks.get_hooks("after_publish_page"):
        say(request, lowered)
    said = [str(message) for message in get_messages(request)]
    assert [text.startswith("4 on tulossa, ja paikkoja on 3.") for text in said] == (
        [True] if is_warned else []
    )


def test_translations_share_the_places(
    page: EveningPage, evening: Evening, register: Register, home: HomePage
) -> None:
    swedish = evening_index(home_page("sv", translation_of=home), translation_of=page.get_parent())
    kvall = evening_page(swedish, "Bidragskväll", translation_of=page, days=30, capacity=99)
    assert (kvall.pk, Evening.objects.count()) != (page.pk, 2)
    kvall.refresh_from_db()
    assert (kvall.start, kvall.capacity, kvall.title) == (page.start, 2, "Bidragskväll")
    register(page, "a@example.org")
    register(kvall, "b@example.org")
    register(kvall, "c@example.org")
    assert len(by_state(evening)["waiting"]) == 1
    town = MunicipalityFactory()
    moved = page.start + datetime.timedelta(days=1)
    fresh = EveningPage.objects.get(pk=page.pk)
    fresh.municipalities = [town]
    fresh.start, fresh.end = moved, moved + datetime.timedelta(hours=1)
    fresh.save_revision().publish()
    kvall.refresh_from_db()
    assert kvall.start == moved
    assert [each.pk for each in EveningPage.objects.get(pk=kvall.pk).municipalities.all()] == [
        town.pk
    ]


def test_message_is_in_the_language_of_the_form(
    page: EveningPage, home: HomePage, client: Client
) -> None:
    swedish = evening_index(home_page("sv", translation_of=home), translation_of=page.get_parent())
    kvall = evening_page(swedish, "Bidragskväll", translation_of=page)
    with translation.override("sv"):
        address = reverse("evening-register", args=[kvall.translation_key])
    client.post(address, {"name": "X", "email": "x@example.org", "persons": 1})
    assert EveningRegistration.objects.get().language == "sv"
    (message,) = mail.outbox
    assert "Bidragskväll" in message.subject
    assert "/sv/" in message.body


def test_who_gets_a_place_is_told_even_while_the_page_is_hidden(
    page: EveningPage, evening: Evening, register: Register, client: Client
) -> None:
    for number in range(3):
        register(page, f"{number}@example.org")
    page.unpublish()
    mail.outbox.clear()
    client.post(registration_url(evening.registrations.earliest("pk")))
    assert by_state(evening)["coming"] == ["1@example.org", "2@example.org"]
    assert {message.to[0] for message in mail.outbox} == {"0@example.org", "2@example.org"}


def test_deleted_page_takes_its_registrations_along(page: EveningPage, register: Register) -> None:
    register(page)
    EveningPage.objects.get(pk=page.pk).delete()
    assert not Evening.objects.exists()
    assert not EveningRegistration.objects.exists()


def test_who_came_is_forgotten_and_how_many_is_kept(
    page: EveningPage, evening: Evening, register: Register, client: Client
) -> None:
    register(page, "a@example.org", persons="2", wants_catering="on")
    register(page, "b@example.org")
    EveningRegistration.objects.filter(email="a@example.org").update(has_arrived=True)
    days = datetime.timedelta
    now = evening.ends_at + days(days=30)
    assert forget(30, now - days(minutes=1)) == 0
    assert forget(30, now + days(minutes=1)) == 2
    assert forget(30, now + days(minutes=1)) == 0
    assert not EveningRegistration.objects.exists()
    evening.refresh_from_db()
    count = evening.headcount()
    assert (count.coming, count.waiting, count.eating, count.arrived) == (2, 1, 2, 2)


def test_evening_that_is_held_anew_begins_from_nothing(
    page: EveningPage, evening: Evening, register: Register
) -> None:
    register(page)
    past = timezone.now() - datetime.timedelta(days=90)
    edit(page, start=past, end=past + datetime.timedelta(hours=1), summary="<p>Meni hyvin.</p>")
    assert forget(30) == 1
    start = timezone.now() + datetime.timedelta(days=90)
    edit(page, start=start, end=start + datetime.timedelta(hours=1))
    evening.refresh_from_db()
    assert evening.headcount().coming == 0
    assert register(page).status_code == 302
    assert evening.registrations.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"end": -1}, "end"),
        ({"registration_closes": 5}, "registration_closes"),
        ({"registration_opens": -1, "registration_closes": -2}, "registration_closes"),
    ],
)
def test_times_that_contradict_each_other_are_refused(
    index: EveningIndexPage, fields: dict[str, int], wrong: str
) -> None:
    start = timezone.now() + datetime.timedelta(days=7)
    times = {name: start + datetime.timedelta(hours=hours) for name, hours in fields.items()}
    page = EveningPage(
        title="Ilta",
        slug="ilta",
        **{"start": start, "end": start + datetime.timedelta(hours=2), **times},
    )  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert set(refused.value.message_dict) == {wrong}


def test_place_is_a_facility_or_an_address(index: EveningIndexPage, client: Client) -> None:
    hall = FacilityFactory(name="Lukkarin talo", street_address="Talontie 2")
    at_hall = evening_page(index, "Talolla", facility=hall)
    assert at_hall.place_text.startswith("Lukkarin talo, Talontie 2")
    assert (at_hall.location.latitude, at_hall.location.is_on_map) == (hall.latitude, True)
    shown = client.get(at_hall.url).content.decode()
    assert f'href="{hall.get_absolute_url()}"' in shown
    assert "<listing-map" in shown
    elsewhere = evening_page(
        index, "Muualla", street_address="Tie 1", latitude=61.0, longitude=25.0
    )
    assert "<listing-map" in client.get(elsewhere.url).content.decode()
    nowhere = client.get(evening_page(index, "Jossain").url)
    assert "<listing-map" not in nowhere.content.decode()
    assert Evening.objects.get(title="Talolla").where == at_hall.place_text
