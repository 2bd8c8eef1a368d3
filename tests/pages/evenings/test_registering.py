"""Registering for an evening: a place or the line, mail about it, and cancelling."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from pages.evenings import links
from pages.evenings.registering import PER_RECIPIENT, withdraw
from pages.evenings.registration_views import PER_ADDRESS
from pages.models import EveningIndexPage, EveningPage
from servicemap.models import Evening, EveningRegistration, EveningState, OutgoingMail
from tests.committing import CommittingClient
from tests.pages.evenings.conftest import Register, by_state
from tests.pages.factories import evening_page
from tests.search.calendar.reading import events as read_events

pytestmark = pytest.mark.django_db

EMAIL = "tulija@example.org"


def link_in(message: Any) -> str:
    """The path of one's own registration."""
    with translation.override("fi"):
        beginning = reverse("evening-registration", args=["x"]).rpartition("x")[0]
    address = re.search(rf"http://localhost:8000({re.escape(beginning)}\S+)", message.body)
    assert address, message.body
    return address[1]


def ago(**span: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**span)


def test_whoever_registers_has_a_place_and_a_confirmation(
    page: EveningPage, register: Register, client: Client
) -> None:
    response = register(
        page, association="Kyläyhdistys ry", wants_catering="on", diet="vegaani", note="Tuon kahvia"
    )
    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    one = EveningRegistration.objects.get()
    assert (one.name, one.association, one.email) == ("Puheenjohtaja", "Kyläyhdistys ry", EMAIL)
    assert (one.persons, one.wants_catering, one.diet, one.note) == (
        *(1, True, "vegaani"),
        "Tuon kahvia",
    )
    assert one.has_place
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert message.reply_to == ["illat@example.org"]
    for said in (page.title, "Kylätalo, Kyläraitti 1", page.url, "vegaani"):
        assert said in message.body
    assert link_in(message)


def test_confirmation_brings_the_evening_for_the_calendar(
    page: EveningPage, register: Register, client: Client
) -> None:
    register(page)
    ((name, content, mimetype),) = mail.outbox[0].attachments
    assert (name, mimetype) == (f"{page.slug}.ics", "text/calendar")
    (event,) = read_events(content.encode() if isinstance(content, str) else content)
    assert event["DTSTART"].dt == page.start.replace(microsecond=0)
    assert event["DTEND"].dt == page.end.replace(microsecond=0)
    assert str(event["SUMMARY"]) == page.title
    assert str(event["LOCATION"]) == "Kylätalo, Kyläraitti 1"
    public = client.get(reverse("evening-calendar", args=[page.translation_key]))
    (same,) = read_events(public.content)
    assert same["UID"] == event["UID"]


def test_only_those_with_a_place_learn_the_address_of_the_meeting(
    index: EveningIndexPage, register: Register, client: Client
) -> None:
    url = "https://kokous.example/huone-7"
    page = evening_page(index, capacity=1, online_url=url)
    register(page)
    register(page, "jonottaja@example.org")
    first, second = mail.outbox
    assert url in first.body
    assert url in str(first.attachments)
    assert url not in second.body + str(second.attachments)
    assert url not in client.get(page.url).content.decode()
    calendar = client.get(reverse("evening-calendar", args=[page.translation_key]))
    assert url not in calendar.content.decode()
    open_to_all = evening_page(index, "Avoin", online_url=url, takes_registrations=False)
    assert url in client.get(open_to_all.url).content.decode()


def test_who_comes_too_late_waits_in_order(
    page: EveningPage, evening: Evening, register: Register
) -> None:
    for number in range(4):
        register(page, f"{number}@example.org")
    assert by_state(evening) == {
        "coming": ["0@example.org", "1@example.org"],
        "waiting": ["2@example.org", "3@example.org"],
    }
    assert evening.status().state == EveningState.FULL
    third, fourth = mail.outbox[2:]
    assert not third.attachments, "Whoever waits has nothing in the calendar yet."
    assert re.search(r"\b1\b", third.body.split(page.title)[0])
    assert re.search(r"\b2\b", fourth.body.split(page.title)[0])


def test_party_that_does_not_fit_waits_and_nobody_overtakes_it(
    page: EveningPage, evening: Evening, register: Register
) -> None:
    register(page, "a@example.org")
    register(page, "kaksi@example.org", persons="2")
    register(page, "yksi@example.org")
    assert by_state(evening) == {
        "coming": ["a@example.org"],
        "waiting": ["kaksi@example.org", "yksi@example.org"],
    }


def test_cancelling_lets_in_the_first_in_line(
    page: EveningPage, evening: Evening, register: Register, client: Client
) -> None:
    for number in range(4):
        register(page, f"{number}@example.org")
    link = link_in(mail.outbox[0])
    mail.outbox.clear()
    assert client.get(link).status_code == 200
    assert by_state(evening)["coming"][0] == "0@example.org", "Looking cancels nothing."
    assert client.post(link).status_code == 200
    assert by_state(evening) == {
        "coming": ["1@example.org", "2@example.org"],
        "waiting": ["3@example.org"],
    }
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {"0@example.org", "2@example.org"}
    assert told["2@example.org"].attachments
    assert link_in(told["2@example.org"])


def test_cancelling_again_does_no_harm(
    page: EveningPage, evening: Evening, register: Register, client: Client
) -> None:
    for number in range(4):
        register(page, f"{number}@example.org")
    link = link_in(mail.outbox[0])
    client.post(link)
    after, sent = by_state(evening), len(mail.outbox)
    assert client.post(link).status_code == 200
    assert client.get(link).status_code == 200
    assert (by_state(evening), len(mail.outbox)) == (after, sent)
    evening.refresh_from_db()
    assert evening.withdrawn_count == 1


def test_leaving_the_line_frees_it_for_those_behind(
    page: EveningPage, evening: Evening, register: Register, client: Client
) -> None:
    register(page, "a@example.org")
    register(page, "kaksi@example.org", persons="2")
    register(page, "yksi@example.org")
    client.post(link_in(mail.outbox[1]))
    assert by_state(evening) == {"coming": ["a@example.org", "yksi@example.org"], "waiting": []}


@pytest.mark.parametrize("method", ["get", "post"])
def test_altered_links_do_nothing(
    page: EveningPage, evening: Evening, register: Register, client: Client, method: str
) -> None:
    register(page, "a@example.org")
    register(page, "b@example.org")
    first, second = evening.registrations.all()
    token = link_in(mail.outbox[0]).rstrip("/").rpartition("/")[2]
    signature = token.partition(":")[2]
    opt_out = links.opt_out_url("a@example.org").rstrip("/").rpartition("/")[2]
    for altered in ("x", token[:-1], f"{second.key}:{signature}", str(first.key), opt_out, "%00"):
        address = reverse("evening-registration", args=[altered])
        assert getattr(client, method)(address).status_code == 404, altered
    assert evening.registrations.count() == 2


def test_answer_tells_nobody_who_has_registered(
    page: EveningPage, evening: Evening, register: Register, client: Client
) -> None:
    known = register(page)
    again = register(page, EMAIL.upper(), name="Joku muu", persons="2")
    unknown = register(page, "uusi@example.org")
    assert {(one.status_code, one.url) for one in (known, again, unknown)} == {(302, known.url)}
    one = evening.registrations.get(email=EMAIL)
    assert (one.name, one.persons) == ("Puheenjohtaja", 1), "A stranger changes nothing."
    told = mail.outbox[1]
    assert told.to == [EMAIL]
    assert link_in(told) == link_in(mail.outbox[0])
    assert "Joku muu" not in told.body


def test_stranger_cannot_flood_an_address(page: EveningPage, client: Client) -> None:
    address = reverse("evening-register", args=[page.translation_key])
    answers = [
        client.post(
            address,
            {"name": "X", "email": EMAIL, "persons": 1},
            REMOTE_ADDR=f"203.0.113.{number}",
        )
        for number in range(PER_RECIPIENT.times + 3)
    ]
    codes = [302] * PER_RECIPIENT.times + [429] * 3
    assert [answer.status_code for answer in answers] == codes
    assert len(mail.outbox) == PER_RECIPIENT.times
    told = answers[-1].content.decode()
    assert f'value="{EMAIL}"' in told, "What was written is still there."
    assert "mailto:illat@example.org" in told


def test_whoever_withdraws_again_and_again_is_never_thanked_for_nothing(
    page: EveningPage, evening: Evening, client: Client
) -> None:
    address = reverse("evening-register", args=[page.translation_key])
    for number in range(PER_RECIPIENT.times + 1):
        response = client.post(
            address,
            {"name": "X", "email": EMAIL, "persons": 1},
            REMOTE_ADDR=f"203.0.113.{number}",
        )
        registration = evening.registrations.filter(email=EMAIL).first()
        assert (response.status_code == 302) == (registration is not None)
        if registration is not None:
            withdraw(evening, registration.key)
    assert response.status_code == 429


def test_one_place_cannot_register_without_end(page: EveningPage, register: Register) -> None:
    for number in range(PER_ADDRESS.times):
        assert register(page, f"{number}@example.org").status_code == 302
    refused = register(page)
    assert refused.status_code == 429
    assert f'value="{EMAIL}"' in refused.content.decode()
    assert EveningRegistration.objects.count() == PER_ADDRESS.times


def test_machine_is_thanked_and_ignored(page: EveningPage, register: Register) -> None:
    assert register(page, homepage="https://spam.example/").status_code == 302
    assert not EveningRegistration.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": ""}, "email"),
        ({"email": "ei-osoite"}, "email"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
        ({"persons": "0"}, "persons"),
        ({"persons": "11"}, "persons"),
        ({"persons": "-1"}, "persons"),
        ({"persons": "x"}, "persons"),
        ({"persons": ""}, "persons"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_what_is_wrong_is_said(
    page: EveningPage, register: Register, data: dict[str, str], field: str
) -> None:
    email = data.pop("email", EMAIL)
    response = register(page, email, **data)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert f'href="#evening-{field}"' in response.content.decode()
    assert not EveningRegistration.objects.exists()


def test_diet_is_asked_of_those_who_eat_only(
    index: EveningIndexPage, page: EveningPage, register: Register, client: Client
) -> None:
    register(page, diet="vegaani")
    assert EveningRegistration.objects.get().diet == ""
    without = evening_page(index, "Ilman ruokaa")
    assert 'name="diet"' in client.get(page.url).content.decode()
    assert 'name="diet"' not in client.get(without.url).content.decode()
    register(without, "b@example.org", wants_catering="on", diet="vegaani")
    one = EveningRegistration.objects.get(email="b@example.org")
    assert (one.wants_catering, one.diet) == (False, "")


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"registration_opens": ago(days=-1)}, EveningState.UPCOMING),
        ({"registration_closes": ago(days=1)}, EveningState.CLOSED),
        ({"is_cancelled": True}, EveningState.CANCELLED),
        ({"days": -3}, EveningState.PAST),
        ({"start": ago(hours=1), "end": ago(hours=-1)}, EveningState.CLOSED),
        ({"takes_registrations": False}, EveningState.FREE_ENTRY),
    ],
)
def test_outside_its_time_nobody_registers(
    index: EveningIndexPage,
    register: Register,
    client: Client,
    fields: dict[str, Any],
    state: EveningState,
) -> None:
    page = evening_page(index, **fields)
    response = client.get(page.url)
    assert response.context["status"].state == state
    assert str(state.label) in response.content.decode()
    address = reverse("evening-register", args=[page.translation_key])
    assert f'action="{address}"' not in response.content.decode()
    assert register(page).status_code == 409
    assert not EveningRegistration.objects.exists()


def test_places_left_are_said(page: EveningPage, register: Register, client: Client) -> None:
    assert client.get(page.url).context["status"].left == 2
    register(page)
    response = client.get(page.url)
    assert (response.context["status"].state, response.context["status"].left) == ("open", 1)
    register(page, "b@example.org")
    register(page, "c@example.org")
    status = client.get(page.url).context["status"]
    assert (status.state, status.left, status.waiting) == ("full", 0, 1)


def test_without_a_limit_there_is_room_for_all(index: EveningIndexPage, register: Register) -> None:
    page = evening_page(index)
    for number in range(5):
        register(page, f"{number}@example.org", persons="10")
    evening = Evening.objects.get()
    assert (evening.headcount().coming, evening.status().state) == (50, "open")


@pytest.mark.parametrize("live", [False, True])
def test_hidden_evening_takes_nobody(
    index: EveningIndexPage, page: EveningPage, register: Register, client: Client, live: bool
) -> None:
    if live:
        page.view_restrictions.create(restriction_type="login")
    else:
        page.unpublish()
    assert register(page).status_code == 404
    for name in ("evening-register", "evening-calendar"):
        assert client.get(reverse(name, args=[page.translation_key])).status_code == 404


def test_no_cookie_anywhere_and_nothing_kept_on_the_way(
    page: EveningPage, register: Register
) -> None:
    browser = CommittingClient(enforce_csrf_checks=True)
    browser.get(page.url)
    address = reverse("evening-register", args=[page.translation_key])
    response = browser.post(address, {"name": "X", "email": EMAIL, "persons": 1})
    assert response.status_code == 302
    behind = browser.get(link_in(mail.outbox[0]))
    assert "no-store" in behind.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in behind.content.decode()
    assert not browser.cookies


def test_nothing_is_left_in_the_queue(page: EveningPage, register: Register) -> None:
    register(page)
    assert not OutgoingMail.objects.exists()


def test_evening_that_is_over_cannot_be_cancelled_any_more(
    page: EveningPage, evening: Evening, register: Register, client: Client
) -> None:
    register(page)
    Evening.objects.filter(pk=evening.pk).update(starts_at=ago(hours=5), ends_at=ago(hours=3))
    assert client.post(link_in(mail.outbox[0])).status_code == 200
    assert evening.registrations.count() == 1
