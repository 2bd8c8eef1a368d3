"""What waits, on the first page of the admin."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search.models import QueryCount
from servicemap.dashboard import Card
from servicemap.models import Feedback, User
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from servicemap.roles import ensure_municipal_editors
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    FacilityFactory,
    GrantFactory,
    MunicipalityFactory,
    UserFactory,
)
from tests.servicemap.admin_forms import form, text, url
from tests.servicemap.test_listing_lists import LONG_AGO, member_of

pytestmark = pytest.mark.django_db

HOME = "wagtailadmin_home"


def cards(client: Client) -> dict[str, Card]:
    """The cards by their icons."""
    response = client.get(reverse(HOME))
    assert response.status_code == 200
    found = next(context["cards"] for context in response.context if context and "cards" in context)
    return {card.icon: card for card in found}


def leads_to(client: Client, card: Card) -> int:
    """How many things the card's list shows."""
    response = client.get(card.url)
    assert response.status_code == 200
    context = response.context
    return len(context["object_list"] if "object_list" in context else context["result_list"])


def test_nothing_waits_on_an_empty_map(admin_client: Client) -> None:
    found = cards(admin_client)
    assert {card.count for card in found.values()} == {0}
    assert len(found) == 7
    assert 'class="waiting__none"' in text(admin_client.get(reverse(HOME)))


def test_old_listings_and_those_off_the_map_wait(admin_client: Client) -> None:
    hall = FacilityFactory(name="Halli")
    for number, factory in enumerate((AssociationFactory, FacilityFactory)):
        factory(name=f"Vanha {number}", on_map=True, confirmed_on=LONG_AGO)
    for number in range(3):
        AssociationFactory(
            name=f"Vahvistamaton {number}", on_map=True, confirmed_on=None, municipality=None
        )
    ActivityFactory(name="Hallissa", facility=hall, organiser=None)
    AssociationFactory(name="Pisteetön")
    AssociationFactory(name="Luonnos", draft=True, confirmed_on=None)
    found = cards(admin_client)
    old, lost = found["history"], found["site"]
    assert old.count == 5 == leads_to(admin_client, old)
    assert [row.text for row in old.rows] == [f"Vahvistamaton {number}" for number in range(3)]
    assert [row.text for row in lost.rows] == ["Pisteetön"]
    assert lost.count == 1 == leads_to(admin_client, lost)
    for card in (old, lost):
        for row in card.rows:
            assert row.text in text(admin_client.get(row.url))
    assert 'class="waiting__none"' not in text(admin_client.get(reverse(HOME)))


def test_residents_reports_wait_until_they_are_handled(admin_client: Client) -> None:
    club = AssociationFactory(name="Seura")
    for topic in (Feedback.Topic.TIMES, Feedback.Topic.ENDED):
        Feedback.objects.create(association=club, topic=topic)
    done = Feedback.objects.create(association=club, topic=Feedback.Topic.OTHER)
    done.state = Feedback.State.HANDLED
    done.save()
    card = cards(admin_client)["warning"]
    assert card.count == 2 == leads_to(admin_client, card)
    assert {row.text for row in card.rows} == {"Seura"}
    assert admin_client.get(card.rows[0].url).status_code == 200


def test_grants_that_open_or_close_soon_wait(admin_client: Client) -> None:
    GrantFactory(name="Sulkeutuu", days=[(-10, 5)])
    GrantFactory(name="Aukeaa", days=[(20, 90)])
    GrantFactory(name="Kumpikin", days=[(3, 10)])
    GrantFactory(name="Kaukana", days=[(40, 90)])
    GrantFactory(name="Ohi", days=[(-40, -1)])
    GrantFactory(name="Piilossa", days=[(1, 2)], live=False)
    card = next(card for card in cards(admin_client).values() if card.order == 60)
    assert card.count == 3
    assert [row.text for row in card.rows] == ["Kumpikin", "Sulkeutuu", "Kumpikin"]
    assert admin_client.get(card.rows[0].url).status_code == 200


def test_grants_that_one_may_not_change_do_not_wait() -> None:
    sysma, hartola = MunicipalityFactory(name="Sysmä"), MunicipalityFactory(name="Hartola")
    GrantFactory(name="Oma", days=[(-10, 5)], funder_municipality=sysma)
    GrantFactory(name="Muiden", days=[(-10, 5)], funder_municipality=hartola)
    GrantFactory(name="Seudun", days=[(-10, 5)], funder_municipality=None)
    editor = UserFactory()
    editor.groups.add(ensure_municipal_editors(sysma))
    client = Client()
    client.force_login(editor)
    card = next(card for card in cards(client).values() if card.order == 60)
    assert [row.text for row in card.rows] == ["Oma"]
    assert card.count == 1
    assert client.get(card.rows[0].url).status_code == 200


def test_what_residents_did_not_find_waits(admin_client: Client) -> None:
    today = timezone.localdate()
    rows = [("keilaus", today, 5, 5), ("uinti", today, 9, 0), ("sulkapallo", today, 4, 3)]
    rows += [("vanha", today - datetime.timedelta(days=40), 9, 9), ("kerran", today, 1, 1)]
    for words, day, searches, missed in rows:
        QueryCount.objects.create(
            day=day,
            text=words,
            base=words,
            language="fi",
            searches=searches,
            without_results=missed,
        )
    card = cards(admin_client)["search"]
    assert card.count == 2 == leads_to(admin_client, card)
    assert ["keilaus" in card.rows[0].text, "sulkapallo" in card.rows[1].text] == [True, True]


def test_changes_wait_for_those_who_approve_them() -> None:
    editor, moderator = member_of(EDITORS), member_of(MODERATORS)
    assert "clipboard-list" not in cards(editor)
    assert cards(moderator)["clipboard-list"].count == 0
    for model in (AssociationFactory, FacilityFactory):
        kind = model._meta.model
        data = form(kind, "submit", name="Ehdotus")
        assert editor.post(url(kind, "add"), data).status_code == 302
    card = cards(moderator)["clipboard-list"]
    assert card.count == 2
    assert [row.text for row in card.rows] == ["Ehdotus", "Ehdotus"]
    for row in card.rows:
        assert "Ehdotus" in text(moderator.get(row.url))
    page = text(moderator.get(reverse(HOME)))
    assert f'id="{card.url.removeprefix("#")}"' in page


def test_each_sees_only_what_they_may_act_on() -> None:
    ensure_listing_workflow()
    AssociationFactory(confirmed_on=LONG_AGO)
    editor = member_of(MODERATORS)
    group = User.objects.get(pk=editor.session["_auth_user_id"]).groups.get()
    listings = group.permissions.filter(content_type__app_label="servicemap")
    assert cards(editor)["history"].count == 1
    for codename, icon in (("change_feedback", "warning"), ("view_querycount", "search")):
        assert icon in cards(editor)
        group.permissions.remove(*group.permissions.filter(codename=codename))
        assert icon not in cards(editor)
    group.permissions.remove(*listings)
    page = text(editor.get(reverse(HOME)))
    assert 'class="waiting"' not in page


def test_first_page_takes_no_more_queries_when_more_waits(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    def fill() -> None:
        for factory in (AssociationFactory, FacilityFactory, ActivityFactory):
            listing = factory(confirmed_on=LONG_AGO)
            Feedback.objects.create(topic="other", **{str(listing.kind): listing})
        GrantFactory(days=[(1, 2)])

    for _ in range(3):
        fill()
    admin_client.get(reverse(HOME))
    with django_assert_max_num_queries(55) as few:
        admin_client.get(reverse(HOME))
    for _ in range(3):
        fill()
    with django_assert_max_num_queries(len(few.captured_queries)):
        admin_client.get(reverse(HOME))


def test_stranger_sees_no_cards() -> None:
    client = Client()
    client.force_login(UserFactory())
    assert client.get(reverse(HOME)).status_code == 302
