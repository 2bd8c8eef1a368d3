"""“Something wrong?”: what residents report, who hears of it, and what keeps it from misuse."""

import logging
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from servicemap.feedback_views import PER_ADDRESS, PER_LISTING_A_DAY
from servicemap.models import Feedback, Listing, Membership, OutgoingMail, User
from servicemap.moderation import MODERATORS, ensure_listing_workflow
from servicemap.rate_limit import client_address
from tests.committing import CommittingClient
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    FacilityFactory,
    MembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

REPORT = {"topic": "times", "text": "Alkaa jo viideltä.", "email": "lukija@example.org"}
LISTINGS = [AssociationFactory, FacilityFactory, ActivityFactory]


@pytest.fixture
def client() -> Client:
    """A resident's browser."""
    return CommittingClient()


@pytest.fixture
def editor() -> User:
    """Somebody in the editors' group."""
    ensure_listing_workflow()
    user: User = UserFactory(email="toimitus@example.org")
    user.groups.add(Group.objects.get(name=MODERATORS))
    return user


def send(client: Client, listing: Listing, **changes: Any) -> Any:
    return client.post(listing.get_feedback_url(), REPORT | changes)


@pytest.mark.parametrize("factory", LISTINGS)
def test_report_is_kept_and_thanked_for(client: Client, factory: Any) -> None:
    listing = factory()
    page = client.get(listing.get_absolute_url()).content.decode()
    assert f'href="{listing.get_feedback_url()}"' in page
    assert client.get(listing.get_feedback_url()).status_code == 200
    response = send(client, listing)
    assert response.status_code == 302
    feedback = Feedback.objects.get()
    assert feedback.listing == listing
    assert (feedback.topic, feedback.text, feedback.email, feedback.state) == (
        "times",
        "Alkaa jo viideltä.",
        "lukija@example.org",
        "new",
    )
    thanks = client.get(response.url).content.decode()
    assert listing.get_absolute_url() in thanks
    assert '<form class="feedback__form"' not in thanks


@pytest.mark.parametrize("factory", LISTINGS)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_form_is_in_each_language(client: Client, factory: Any, language: str) -> None:
    listing = factory()
    with translation.override(language):
        response = client.get(listing.get_feedback_url())
        label = str(Feedback.Topic.TIMES.label)
    assert response.wsgi_request.path.startswith(f"/{language}/")
    assert label in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_draft_cannot_be_reported(client: Client, method: str) -> None:
    listing = AssociationFactory(draft=True)
    assert getattr(client, method)(listing.get_feedback_url(), REPORT).status_code == 404
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"topic": ""}, "topic"),
        ({"topic": "hakkerointi"}, "topic"),
        ({"topic": "other", "text": "  "}, "text"),
        ({"text": "x" * 2_001}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"email": "ei-osoite"}, "email"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_the_field(
    client: Client, editor: User, changes: dict[str, str], field: str
) -> None:
    response = send(client, AssociationFactory(), **changes)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not Feedback.objects.exists()
    assert mail.outbox == []


def test_words_and_address_are_optional(client: Client) -> None:
    assert send(client, AssociationFactory(), text="", email="").status_code == 302
    assert Feedback.objects.get().email == ""


def test_owner_and_editors_each_get_a_message_of_their_own(client: Client, editor: User) -> None:
    association = AssociationFactory(name="Kuoroväki ry")
    owner = MembershipFactory(association=association).user
    MembershipFactory(association=association, state=Membership.State.PENDING)
    MembershipFactory(association=association, state=Membership.State.ENDED)
    MembershipFactory(association=association, role=Membership.Role.EDITOR)
    MembershipFactory(association=association, user=UserFactory(is_active=False))
    MembershipFactory()
    activity = ActivityFactory(name="Yhteislaulu", organiser=association)
    send(client, activity)
    assert sorted(message.to for message in mail.outbox) == [[editor.email], [owner.email]]
    feedback = Feedback.objects.get()
    admin_path = reverse("servicemap_feedback_modeladmin_edit", args=[feedback.pk])
    for message in mail.outbox:
        assert (message.cc, message.bcc) == ([], [])
        assert message.reply_to == ["lukija@example.org"]
        assert "Yhteislaulu" in message.subject
        assert "Alkaa jo viideltä." in message.body
        assert "lukija@example.org" in message.body
        assert str(Feedback.Topic.TIMES.label) in message.body
        assert site_settings.WAGTAILADMIN_BASE_URL + activity.get_absolute_url() in message.body
        assert (admin_path in message.body) == (message.to == [editor.email])


def test_who_is_both_owner_and_editor_gets_one_message(client: Client, editor: User) -> None:
    association = AssociationFactory()
    MembershipFactory(association=association, user=editor)
    editor.groups.add(association.municipality.staff_group.group)
    send(client, association)
    assert [message.to for message in mail.outbox] == [[editor.email]]


def test_administrators_hear_of_it_where_there_are_no_editors(
    client: Client, superuser: User
) -> None:
    send(client, FacilityFactory())
    assert [message.to for message in mail.outbox] == [[superuser.email]]


def test_message_without_an_address_cannot_be_answered(client: Client, editor: User) -> None:
    send(client, AssociationFactory(name="Rivi\nvaihto ry"), email="")
    (message,) = mail.outbox
    assert message.reply_to == []
    assert "\n" not in message.subject
    assert "Reply-To" not in message.message()


def test_text_is_not_escaped_in_mail_but_is_on_the_page(client: Client, editor: User) -> None:
    listing = AssociationFactory(name="A & B")
    send(client, listing, text="<b>5 > 4</b>")
    assert "<b>5 > 4</b>" in mail.outbox[0].body
    again = send(client, listing, topic="", text="<b>5 > 4</b>").content.decode()
    assert "<b>5" not in again
    assert "&lt;b&gt;5" in again


def test_report_outlives_a_mail_server_that_is_down(
    client: Client, editor: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send(client, AssociationFactory()).status_code == 302
    assert Feedback.objects.exists()
    waiting = OutgoingMail.objects.get()
    assert (waiting.to, waiting.attempts) == (editor.email, 1)
    said = [record.getMessage() for record in caplog.records]
    assert said == [f"Mail {waiting.pk} failed: ConnectionRefusedError"]


def test_logs_hold_nothing_about_people(
    client: Client, editor: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    listing = AssociationFactory()
    caplog.clear()
    for changes in ({}, {"topic": ""}, {"homepage": "http://x.example"}):
        client.post(listing.get_feedback_url(), REPORT | changes, REMOTE_ADDR="203.0.113.77")
    text = "\n".join(
        record.getMessage() + str(record.exc_info or "")
        for record in caplog.records
        if record.name != "django.db.backends"
    )
    for secret in ("lukija@example.org", "viideltä", "203.0.113.77", editor.email):
        assert secret not in text


def test_machine_is_thanked_and_ignored(client: Client, editor: User) -> None:
    response = send(client, AssociationFactory(), homepage="https://spam.example/")
    assert response.status_code == 302
    assert not Feedback.objects.exists()
    assert mail.outbox == []


def test_one_address_cannot_send_without_end(client: Client, editor: User) -> None:
    for _ in range(PER_ADDRESS.times):
        assert send(client, AssociationFactory()).status_code == 302
    refused = send(client, AssociationFactory())
    assert refused.status_code == 429
    assert "Alkaa jo viideltä." in refused.content.decode()
    assert Feedback.objects.count() == len(mail.outbox) == PER_ADDRESS.times
    other = client.post(AssociationFactory().get_feedback_url(), REPORT, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302


def test_mistakes_do_not_count(client: Client) -> None:
    listing = AssociationFactory()
    for _ in range(PER_ADDRESS.times + 1):
        assert send(client, listing, topic="").status_code == 400
    assert send(client, listing).status_code == 302


def test_many_addresses_cannot_flood_one_owner(client: Client, editor: User) -> None:
    listing = AssociationFactory()
    answers = [
        client.post(
            listing.get_feedback_url(), REPORT, REMOTE_ADDR=f"203.0.113.{number}"
        ).status_code
        for number in range(PER_LISTING_A_DAY + 1)
    ]
    assert answers == [302] * PER_LISTING_A_DAY + [429]
    assert len(mail.outbox) == PER_LISTING_A_DAY


def test_neighbours_in_one_ipv6_network_count_as_one(client: Client) -> None:
    answers = [
        client.post(
            AssociationFactory().get_feedback_url(), REPORT, REMOTE_ADDR=f"2001:db8::{number}"
        ).status_code
        for number in range(1, PER_ADDRESS.times + 2)
    ]
    assert answers == [302] * PER_ADDRESS.times + [429]


def test_cache_holds_no_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    add = cache.add
    monkeypatch.setattr(
        cache, "add", lambda key, *args, **kwargs: (keys.append(key), add(key, *args, **kwargs))[1]
    )
    for _day in range(2):
        client.post(AssociationFactory().get_feedback_url(), REPORT, REMOTE_ADDR="203.0.113.77")
        cache.delete("rate-limit-salt")
    counters = [key for key in keys if key.startswith("rate-limit:")]
    assert len(set(counters)) == 2, "With a new salt the same address has another name."
    assert not any("203.0.113" in key for key in keys)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (1, "", "10.0.0.1"),
        (2, "198.51.100.1", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


def test_only_the_open_form_sets_a_cookie_that_goes_with_the_browser(client: Client) -> None:
    listing = AssociationFactory()
    assert not client.get(listing.get_absolute_url()).cookies
    response = client.get(listing.get_feedback_url())
    assert list(response.cookies) == [site_settings.CSRF_COOKIE_NAME]
    cookie = response.cookies[site_settings.CSRF_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert "no-store" in response.headers["Cache-Control"]


def test_form_of_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    listing = AssociationFactory()
    assert send(client, listing).status_code == 403
    token = client.get(listing.get_feedback_url()).context["csrf_token"]
    assert send(client, listing, csrfmiddlewaretoken=str(token)).status_code == 302


def test_report_is_about_exactly_one_listing() -> None:
    with pytest.raises(IntegrityError):
        Feedback.objects.create(topic="times")


def test_editors_of_the_municipality_hear_before_publishers(client: Client, editor: User) -> None:
    association = AssociationFactory()
    own = UserFactory(email="kunta@example.org")
    own.groups.add(association.municipality.staff_group.group)
    send(client, association)
    assert [message.to for message in mail.outbox] == [["kunta@example.org"]]
