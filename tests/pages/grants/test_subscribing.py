"""Reminders by e-mail: asked for, confirmed by the owner of the address, ended with one press."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from pages.grants import links
from pages.grants.subscribing import PER_RECIPIENT
from pages.grants.subscription_views import PER_ADDRESS
from pages.models import HomePage
from servicemap.models import (
    Grant,
    GrantReminder,
    GrantSubscriber,
    GrantSubscription,
    OutgoingMail,
)
from servicemap.models.grant_subscriptions import UNCONFIRMED_KEPT_FOR
from tests.committing import CommittingClient
from tests.factories import GrantFactory, MunicipalityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

EMAIL = "hakija@example.org"


@pytest.fixture
def client() -> Client:
    """A resident's browser."""
    return CommittingClient()


@pytest.fixture
def grant(home: HomePage) -> Grant:
    """A grant that one can subscribe to."""
    made: Grant = GrantFactory(name="Kohdeavustus", days=[(0, 5)])
    return made


def ask(client: Client, email: str = EMAIL, **target: str) -> Any:
    return client.post(reverse("grant-reminders"), {"email": email, **target})


def link_in(message: Any) -> str:
    """The path of the link to press."""
    address = re.search(r"http://localhost:8000(\S+)", message.body)
    assert address
    return address[1]


def subscribed(client: Client, email: str = EMAIL, **target: str) -> GrantSubscription:
    """Ask and confirm."""
    ask(client, email, **target)
    assert client.post(link_in(mail.outbox[-1])).status_code == 200
    found = GrantSubscription.objects.confirmed().filter(subscriber__email=email)
    return found.latest("pk")


def test_subscription_starts_when_its_link_is_pressed(client: Client, grant: Grant) -> None:
    response = ask(client, grant=grant.slug)
    assert (response.status_code, response.url) == (302, f"{reverse('grant-reminders')}?sent=1")
    assert client.get(response.url).status_code == 200
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert "Kohdeavustus" in message.body
    subscription = GrantSubscription.objects.get()
    assert subscription.confirmed_at is None

    link = link_in(message)
    looked = client.get(link)
    assert looked.status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at is None, "Programs that look through mail follow links."

    assert client.post(link).status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at is not None
    assert (subscription.grant, subscription.municipality) == (grant, None)


def test_all_grants_of_a_municipality(client: Client) -> None:
    town = MunicipalityFactory(name="Hollola")
    subscription = subscribed(client, municipality=town.code)
    assert (subscription.grant, subscription.municipality) == (None, town)
    assert "Hollola" in mail.outbox[0].body


def test_link_pressed_again_changes_nothing(client: Client, grant: Grant) -> None:
    subscription = subscribed(client, grant=grant.slug)
    moment = subscription.confirmed_at
    assert client.post(link_in(mail.outbox[0])).status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at == moment


def test_old_link_does_not_bring_back_what_was_ended(client: Client, grant: Grant) -> None:
    subscription = subscribed(client, grant=grant.slug)
    client.post(links.stop_url(subscription.subscriber))
    assert not GrantSubscriber.objects.exists()
    assert client.post(link_in(mail.outbox[0])).status_code == 404
    assert not GrantSubscriber.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_altered_links_do_nothing(client: Client, grant: Grant, method: str) -> None:
    ask(client, grant=grant.slug)
    ask(client, "toinen@example.org", grant=grant.slug)
    first, second = GrantSubscription.objects.order_by("pk")
    token = link_in(mail.outbox[0]).rstrip("/").rpartition("/")[2]
    stop = links.stop_url(first.subscriber).rstrip("/").rpartition("/")[2]
    key, _colon, signature = token.partition(":")
    stolen = f"{second.key}:{signature}"
    wrong = ["x", key, stolen, token[:-1], f"{token}x", stop, ":::", "%00"]
    for altered in wrong:
        address = reverse("grant-reminders-confirm", args=[altered])
        assert getattr(client, method)(address).status_code == 404, altered
    for altered in ["x", stop[:-1], f"{second.subscriber.key}:{stop.partition(':')[2]}", token]:
        address = reverse("grant-reminders-stop", args=[altered])
        assert getattr(client, method)(address).status_code == 404, altered
    assert not GrantSubscription.objects.confirmed().exists()
    assert GrantSubscriber.objects.count() == 2


def test_link_gets_old(client: Client, grant: Grant, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client, grant=grant.slug)
    link = link_in(mail.outbox[0])
    # Only the signature's own clock is moved: the row is still there.
    later = timezone.now() + UNCONFIRMED_KEPT_FOR + datetime.timedelta(minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    assert not GrantSubscription.objects.confirmed().exists()


def test_answer_tells_nobody_who_is_subscribed(client: Client, grant: Grant) -> None:
    subscribed(client, grant=grant.slug)
    known = ask(client, grant=grant.slug)
    unknown = ask(client, "uusi@example.org", grant=grant.slug)
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert client.get(known.url).content == client.get(unknown.url).content
    # The owner of the address learns it, and how to end it.
    told = mail.outbox[1]
    assert told.to == [EMAIL]
    subscriber = GrantSubscriber.objects.get(email=EMAIL)
    assert links.stop_url(subscriber) in told.body
    assert GrantSubscription.objects.filter(subscriber=subscriber).count() == 1


def test_address_is_one_however_it_is_written(client: Client, grant: Grant) -> None:
    for written in (EMAIL, EMAIL.upper(), f" {EMAIL} "):
        ask(client, written, grant=grant.slug)
    assert GrantSubscription.objects.count() == 1


def test_stranger_cannot_flood_an_address(client: Client, grant: Grant) -> None:
    answers = [
        client.post(
            reverse("grant-reminders"),
            {"email": EMAIL, "grant": grant.slug},
            REMOTE_ADDR=f"203.0.113.{number}",
        ).status_code
        for number in range(PER_RECIPIENT.times + 3)
    ]
    assert answers == [302] * PER_RECIPIENT.times + [429] * 3
    assert len(mail.outbox) == PER_RECIPIENT.times


def test_one_place_cannot_ask_without_end(client: Client, grant: Grant) -> None:
    for number in range(PER_ADDRESS.times):
        assert ask(client, f"{number}@example.org", grant=grant.slug).status_code == 302
    refused = ask(client, grant=grant.slug)
    assert refused.status_code == 429
    assert f'value="{EMAIL}"' in refused.content.decode()
    assert len(mail.outbox) == PER_ADDRESS.times


def test_machine_is_thanked_and_ignored(client: Client, grant: Grant) -> None:
    response = ask(client, grant=grant.slug, homepage="https://spam.example/")
    assert response.status_code == 302
    assert not GrantSubscriber.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "ei-osoite"}, "email"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
        ({"grant": "", "municipality": ""}, "municipality"),
        ({"grant": "ei-ole"}, "grant"),
        ({"grant": "\0"}, "grant"),
        ({"grant": "", "municipality": "999"}, "municipality"),
    ],
)
def test_what_is_wrong_is_said(
    client: Client, grant: Grant, data: dict[str, str], field: str
) -> None:
    response = ask(client, **{"grant": grant.slug, **data})
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert not GrantSubscriber.objects.exists()
    assert mail.outbox == []


def test_what_is_wrong_is_listed_in_the_order_of_the_fields(client: Client) -> None:
    html = ask(client, email="ei-osoite", municipality="999").content.decode()
    summary, form = html.split('class="feedback__problem"')[1].split("</form>")[0].split("<form")
    assert re.findall(r'href="#([^"]+)"', summary) == ["reminders-municipality", "reminders-email"]
    assert form.index('id="reminders-municipality"') < form.index('id="reminders-email"')
    assert form.count('aria-invalid="true"') == 2


def test_hidden_grant_cannot_be_subscribed_to(client: Client) -> None:
    hidden = GrantFactory(live=False)
    assert ask(client, grant=hidden.slug).status_code == 400


def test_page_opens_with_what_it_is_about(client: Client, grant: Grant) -> None:
    town = MunicipalityFactory(name="Sysmä")
    address = reverse("grant-reminders")
    assert f'value="{grant.slug}"' in client.get(f"{address}?grant={grant.slug}").content.decode()
    chosen = client.get(f"{address}?municipality={town.code}").content.decode()
    assert f'value="{town.code}" selected' in chosen
    for odd in ("?grant=%00", "?grant=ei-ole", "?municipality=x"):
        assert client.get(address + odd).status_code == 200


def test_reminders_are_in_the_language_of_the_confirmation(client: Client, grant: Grant) -> None:
    with translation.override("sv"):
        address = reverse("grant-reminders")
    client.post(address, {"email": EMAIL, "grant": grant.slug})
    link = link_in(mail.outbox[0])
    assert link.startswith("/sv/")
    client.post(link)
    assert GrantSubscriber.objects.get().language == "sv"


def test_no_cookie_anywhere(client: Client, grant: Grant) -> None:
    subscription = subscribed(client, grant=grant.slug)
    client.get(reverse("grant-reminders"))
    client.get(grant.get_absolute_url())
    client.get(links.stop_url(subscription.subscriber))
    assert not client.cookies


@pytest.mark.parametrize("name", ["confirm", "stop"])
def test_pages_behind_links_are_kept_by_nobody(client: Client, grant: Grant, name: str) -> None:
    subscription = subscribed(client, grant=grant.slug)
    address = (
        link_in(mail.outbox[0]) if name == "confirm" else links.stop_url(subscription.subscriber)
    )
    response = client.get(address)
    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert EMAIL not in response.content.decode()


# Ending


def test_one_of_several_is_ended(client: Client, grant: Grant) -> None:
    first = subscribed(client, grant=grant.slug)
    second = subscribed(client, municipality=MunicipalityFactory().code)
    url = links.stop_url(first.subscriber)
    page = client.get(url)
    assert {one.pk for one in page.context["subscriptions"]} == {first.pk, second.pk}
    assert GrantSubscription.objects.count() == 2, "Looking ends nothing."
    client.post(url, {"subscription": str(first.key)})
    assert GrantSubscription.objects.get() == second
    client.post(url, {"subscription": str(second.key)})
    assert not GrantSubscriber.objects.exists()


def test_others_subscriptions_cannot_be_ended(client: Client, grant: Grant) -> None:
    own = subscribed(client, grant=grant.slug)
    other = subscribed(client, "toinen@example.org", grant=grant.slug)
    for key in (str(other.key), "x", "\0"):
        client.post(links.stop_url(own.subscriber), {"subscription": key})
    assert GrantSubscription.objects.count() == 2


def test_mail_programs_button_ends_all_and_forgets_the_address(grant: Grant) -> None:
    client = CommittingClient(enforce_csrf_checks=True)
    subscription = subscribed(client, grant=grant.slug)
    subscribed(client, municipality=MunicipalityFactory().code)
    url = links.stop_url(subscription.subscriber)
    for _press in range(2):
        response = client.post(url, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200, "Nothing but the answer itself may say that it is done."
    for model in (GrantSubscriber, GrantSubscription, GrantReminder, OutgoingMail):
        assert not model._default_manager.exists()
    assert client.get(url).status_code == 200


# Forgetting


def test_unconfirmed_addresses_are_forgotten(client: Client, grant: Grant) -> None:
    now = timezone.now()
    confirmed = subscribed(client, grant=grant.slug)
    for email, days in (("vanha@example.org", 8), ("uusi@example.org", 6)):
        ask(client, email, grant=grant.slug)
        moment = now - datetime.timedelta(days=days)
        GrantSubscription.objects.filter(subscriber__email=email).update(asked_at=moment)
        GrantSubscriber.objects.filter(email=email).update(created_at=moment)
    assert GrantSubscription.objects.purge(now) == 1
    emails = set(GrantSubscriber.objects.values_list("email", flat=True))
    assert emails == {confirmed.subscriber.email, "uusi@example.org"}


def test_what_ends_takes_its_subscriptions_along(client: Client, grant: Grant) -> None:
    subscribed(client, grant=grant.slug)
    grant.delete()
    assert not GrantSubscription.objects.exists()
    GrantSubscriber.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    GrantSubscription.objects.purge()
    assert not GrantSubscriber.objects.exists()


def test_editor_finds_and_deletes_an_address(
    client: Client, admin_client: Client, grant: Grant
) -> None:
    subscription = subscribed(client, grant=grant.slug)
    admin = "servicemap_grantsubscriber_modeladmin"
    page = admin_client.get(reverse(f"{admin}_index"), {"q": "hakija"}).content.decode()
    assert EMAIL in page
    assert "Kohdeavustus" in page
    key = subscription.subscriber_id
    assert admin_client.get(reverse(f"{admin}_edit", args=[key])).status_code != 200
    assert admin_client.post(reverse(f"{admin}_delete", args=[key])).status_code == 302
    assert not GrantSubscription.objects.exists()
