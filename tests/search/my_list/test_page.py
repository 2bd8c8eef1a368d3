"""A list as a page: what it says of its listings, and at what cost."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from search.my_list.ids import MAX_ENTRIES
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    ContactPointFactory,
    FacilityFactory,
    MunicipalityFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db


class Keys(HTMLParser):
    """Collects the keys of the entries in a page's list, and those that are gone."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.gone: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "li" and "data-key" in values:
            self.keys.append(str(values["data-key"]))
            if "data-gone" in values:
                self.gone.append(str(values["data-key"]))


def key(listing: Any) -> str:
    return f"{listing.kind}-{listing.pk}"


def show(client: Client, *listings: Any, language: str = "fi") -> HttpResponse:
    ids = ",".join(one if isinstance(one, str) else key(one) for one in listings)
    with translation.override(language):
        return client.get(f"{reverse('my_list')}?ids={ids}")


def entries(response: HttpResponse) -> Keys:
    found = Keys()
    found.feed(response.content.decode())
    return found


def test_entries_come_in_the_readers_order(client: Client) -> None:
    listings = [FacilityFactory(), AssociationFactory(), ActivityFactory(), FacilityFactory()]
    assert entries(show(client, *listings)).keys == [key(one) for one in listings]
    assert entries(show(client, *listings[::-1])).keys == [key(one) for one in listings[::-1]]


def test_entry_says_when_where_and_whom_to_call(client: Client) -> None:
    town = MunicipalityFactory(name="Heinola")
    hall = FacilityFactory(
        name="Kylätalo", street_address="Katu 1", postal_code="18100", municipality=town
    )
    club = AssociationFactory(name="Järjestäjä ry", phone="040 123 4567")
    activity = ActivityFactory(
        name="Kerho & kaverit",
        name_sv="Klubben",
        facility=hall,
        municipality=None,
        organiser=club,
        price="free",
        schedules=[ScheduleFactory.build()],
    )
    page = show(client, activity).content.decode()
    assert "ke 10.00–11.00" in page
    assert "Kylätalo, Katu 1, 18100 Heinola" in page
    # The activity names nobody, so the number is its organiser's.
    assert 'href="tel:0401234567"' in page
    assert "Maksuton" in page
    assert "Kerho &amp; kaverit" in page
    swedish = show(client, activity, language="sv").content.decode()
    assert "Klubben" in swedish
    assert "/sv/" in swedish


def test_own_phone_comes_before_a_contact_persons(client: Client) -> None:
    contact = ContactPointFactory.build(phone="050 2")
    own = AssociationFactory(phone="050 1", contact_points=[contact])
    other = AssociationFactory(contact_points=[ContactPointFactory.build(phone="050 3")])
    page = show(client, own, other).content.decode()
    assert "tel:0501" in page
    assert "tel:0502" not in page
    assert "tel:0503" in page


def test_what_is_not_published_is_told_but_not_named(client: Client) -> None:
    draft = AssociationFactory(name="Salainen luonnos ry", draft=True)
    hidden = AssociationFactory(phone="050 9", draft=True)
    activity = ActivityFactory(organiser=hidden)
    response = show(client, activity, draft, "facility-99999")
    found = entries(response)
    assert found.keys == [key(activity), key(draft), "facility-99999"]
    assert found.gone == [key(draft), "facility-99999"]
    assert "Salainen" not in response.content.decode()
    assert "0509" not in response.content.decode()


def test_bad_ids_are_named_and_the_rest_is_shown(client: Client) -> None:
    listing = FacilityFactory()
    response = show(client, "%3Cscript%3E", listing)
    assert response.status_code == 200
    assert entries(response).keys == [key(listing)]
    page = response.content.decode()
    assert "&lt;script&gt;" in page
    assert 'role="alert"' in page


def test_too_long_list_says_so(client: Client) -> None:
    many = [f"activity-{number}" for number in range(1, MAX_ENTRIES + 2)]
    response = show(client, *many)
    assert len(entries(response).keys) == MAX_ENTRIES
    assert str(MAX_ENTRIES) in response.content.decode().split('role="alert"')[1][:400]
    assert 'role="alert"' not in show(client, *many[:-1]).content.decode()


@pytest.mark.parametrize("address", ["", "?ids=", "?ids=,"])
def test_page_without_ids_has_no_entries(client: Client, address: str) -> None:
    response = client.get(reverse("my_list") + address)
    assert response.status_code == 200
    assert entries(response).keys == []


def test_list_is_for_nobody_to_find_and_leaves_no_cookie(client: Client) -> None:
    listing = FacilityFactory()
    for response in (client.get(reverse("my_list")), show(client, listing)):
        assert "noindex" in response["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
        assert not response.cookies


def test_other_languages_show_the_same_list(client: Client) -> None:
    listing = FacilityFactory()
    languages = show(client, listing).context["languages"]
    for item in languages:
        response = client.get(item["url"])
        assert response.wsgi_request.path.startswith(f"/{item['code']}/")
        assert entries(response).keys == [key(listing)]


def test_list_of_any_length_costs_the_same(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    town, club = MunicipalityFactory(), AssociationFactory()
    halls = [
        FacilityFactory(
            municipality=town,
            organiser=club,
            schedules=[ScheduleFactory.build()],
            contact_points=[ContactPointFactory.build()],
        )
        for _ in range(8)
    ]
    activities = [
        ActivityFactory(
            facility=hall, organiser=club, municipality=town, schedules=[ScheduleFactory.build()]
        )
        for hall in halls
    ]
    clubs = [AssociationFactory(municipality=town) for _ in range(8)]
    with django_assert_max_num_queries(50) as few:
        show(client, halls[0], activities[0], clubs[0])
    with django_assert_max_num_queries(50) as many:
        show(client, *halls, *activities, *clubs)
    assert len(many) == len(few)
    from search.my_list.entries import read_entries

    keys = [(str(one.kind), one.pk) for one in (*halls, *activities, *clubs)]
    with django_assert_max_num_queries(8):
        for entry in read_entries(keys):
            assert entry.address or entry.kind == "association"
            assert entry.times or entry.kind == "association"


def test_result_card_and_listing_page_offer_the_list(client: Client) -> None:
    listing = FacilityFactory(name="Kuntosali <3")
    page = client.get(listing.get_absolute_url()).content.decode()
    offer = f'<list-button data-key="{key(listing)}" data-name="Kuntosali &lt;3"'
    assert offer in page
    draft = FacilityFactory(name="Luonnostila", draft=True)
    with translation.override("fi"):
        preview = draft.make_preview_request().content.decode()
    assert "Luonnostila" in preview
    assert "list-button data-key" not in preview
