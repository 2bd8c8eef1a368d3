"""Cancelling an evening in one go: the page, the messages, the calendars, what machines read."""

import datetime
import json
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageLogEntry

from pages.evenings import audit
from pages.evenings.reminders import send_reminders
from pages.models import EveningIndexPage, EveningPage, HomePage
from servicemap.models import Evening, EveningRegistration, User
from tests.committing import CommittingClient
from tests.pages.evenings.conftest import Register
from tests.pages.evenings.test_editing import edit
from tests.pages.evenings.test_organising import editor_of
from tests.pages.factories import evening_index, evening_page, home_page

pytestmark = pytest.mark.django_db

WHY = "Sali on rikki. Uusi ilta on syksyllä."
VARFÖR = "Salen är ur bruk. Ny kväll i höst."


@pytest.fixture
def organiser(superuser: User) -> Client:
    """The administrator's browser, whose requests are committed."""
    client = CommittingClient()
    client.force_login(superuser)
    return client


@pytest.fixture
def swedish(home: HomePage, index: EveningIndexPage, page: EveningPage) -> EveningPage:
    """The evening's page in Swedish."""
    above = evening_index(home_page("sv", home), title="Kvällar", translation_of=index)
    own = {"start": page.start, "end": page.end, "capacity": page.capacity}
    return evening_page(above, "Bidragskväll", translation_of=page, **own)


def address(page: EveningPage) -> str:
    return reverse("evening_cancel", args=[page.pk])


def fresh(page: EveningPage) -> EveningPage:
    found: EveningPage = EveningPage.objects.get(pk=page.pk)
    return found


def test_page_and_messages_say_it_at_once(
    client: Client, page: EveningPage, evening: Evening, register: Register, organiser: Client
) -> None:
    for number in range(3):
        register(page, f"{number}@example.org")
    EveningRegistration.objects.create(evening=evening, name="Soittaja", state="coming")
    mail.outbox.clear()
    shown = organiser.get(address(page)).content.decode()
    assert "Soittaja" in shown, "Whom no message reaches has to be called."
    assert "0@example.org" not in shown
    assert mail.outbox == []

    assert organiser.post(address(page), {"notice_fi": ""}).status_code == 400
    assert not fresh(page).is_cancelled
    assert organiser.post(address(page), {"notice_fi": WHY}).status_code == 302
    evening.refresh_from_db()
    assert (fresh(page).is_cancelled, fresh(page).live, evening.is_cancelled) == (True, True, True)
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"{number}@example.org" for number in range(3)
    ]
    assert all(WHY in message.body for message in mail.outbox)
    assert all("peru" in message.subject.lower() for message in mail.outbox)
    entry = PageLogEntry.objects.get(action=audit.CANCELLED)
    assert (entry.page_id, entry.data) == (page.pk, {"count": 3})

    content = client.get(page.url).content.decode()
    assert WHY in content
    assert "status--cancelled" in content
    assert 'class="evening-form"' not in content
    # Once only, however often it is pressed.
    organiser.post(address(page), {"notice_fi": WHY})
    organiser.post(reverse("evening_tell", args=[page.pk]), {"text": WHY})
    assert len(mail.outbox) == 3
    assert send_reminders(evening.starts_at - datetime.timedelta(hours=5)) == 0


def test_machines_and_calendars_read_it(
    client: Client, home: HomePage, page: EveningPage, register: Register, organiser: Client
) -> None:
    feed = reverse("cycle-calendar")
    assert "STATUS:CANCELLED" not in client.get(feed).content.decode()
    before = client.get(reverse("evening-calendar", args=[page.translation_key])).content.decode()
    register(page)
    mail.outbox.clear()
    organiser.post(address(page), {"notice_fi": WHY})

    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(page.url).content.decode()
    )
    assert found is not None
    assert "EventCancelled" in json.dumps(json.loads(found[1]))

    after = client.get(reverse("evening-calendar", args=[page.translation_key])).content.decode()
    [_name, _content, _type] = mail.outbox[0].attachments[0]
    uids = re.findall(r"UID:\S+", before)
    for text in (after, str(_content)):
        assert "STATUS:CANCELLED" in text
        assert "SEQUENCE:1" in text
        assert re.findall(r"UID:\S+", text) == uids
    subscribed = client.get(feed).content.decode()
    assert subscribed.count("STATUS:CANCELLED") == 1
    assert str(page.translation_key) in subscribed
    assert "TRANSP:TRANSPARENT" in subscribed.partition(str(page.translation_key))[2]


def test_everybody_reads_their_own_language(
    client: Client,
    page: EveningPage,
    swedish: EveningPage,
    evening: Evening,
    register: Register,
    organiser: Client,
) -> None:
    register(page, "fi@example.org")
    with translation.override("sv"):
        register(swedish, "sv@example.org")
    with translation.override("en"):
        register(page, "en@example.org")
    mail.outbox.clear()
    organiser.post(address(swedish), {"notice_fi": WHY, "notice_sv": VARFÖR})
    told = {message.to[0]: message.body for message in mail.outbox}
    assert WHY in told["fi@example.org"]
    assert VARFÖR in told["sv@example.org"]
    assert WHY in told["en@example.org"], "In the first language where nothing else is written."
    assert (fresh(page).notice, fresh(swedish).notice) == (WHY, VARFÖR)
    assert fresh(swedish).is_cancelled
    assert VARFÖR in client.get(swedish.url).content.decode()


def test_what_is_not_published_yet_stays_so(page: EveningPage, organiser: Client) -> None:
    draft = fresh(page)
    draft.title = "Uusi otsikko"
    draft.save_revision()
    organiser.post(address(page), {"notice_fi": WHY})
    live = fresh(page)
    assert (live.title, live.is_cancelled, live.has_unpublished_changes) == (page.title, True, True)
    kept = live.get_latest_revision_as_object()
    assert (kept.title, kept.is_cancelled, kept.notice) == ("Uusi otsikko", True, WHY)


def test_only_who_may_publish_all_of_it_cancels(page: EveningPage, swedish: EveningPage) -> None:
    half = editor_of(swedish)
    assert half.post(address(swedish), {"notice_fi": WHY}).status_code == 302
    assert not fresh(page).is_cancelled
    writer = editor_of(page, "change_page")
    assert writer.post(address(page), {"notice_fi": WHY}).status_code == 302
    assert not fresh(page).is_cancelled


def test_locked_page_is_left_alone(page: EveningPage, organiser: Client) -> None:
    EveningPage.objects.filter(pk=page.pk).update(locked=True)
    response = organiser.post(address(page), {"notice_fi": WHY}, follow=True)
    assert not fresh(page).is_cancelled
    assert b"messages" in response.content


@pytest.mark.parametrize("change", ["past", "cancelled", "hidden"])
def test_there_is_nothing_to_cancel(
    page: EveningPage, evening: Evening, organiser: Client, change: str
) -> None:
    if change == "past":
        start = timezone.now() - datetime.timedelta(days=1)
        edit(page, start=start, end=start + datetime.timedelta(hours=2))
    elif change == "cancelled":
        edit(page, is_cancelled=True)
    else:
        page.unpublish()
    count = page.revisions.count()
    for answer in (organiser.get(address(page)), organiser.post(address(page), {"notice_fi": WHY})):
        assert answer.status_code == 302
        name = "evening_tell" if change == "cancelled" else "evening_roll"
        assert answer.headers["Location"] == reverse(name, args=[page.pk])
    assert page.revisions.count() == count


def test_list_leads_to_it_while_the_evening_is_to_come(
    index: EveningIndexPage, page: EveningPage, organiser: Client
) -> None:
    def leads(one: EveningPage) -> bool:
        roll: Any = organiser.get(reverse("evening_roll", args=[one.pk]))
        return address(one) in roll.content.decode()

    assert leads(page)
    assert not leads(evening_page(index, "Eilen", days=-1))
    assert not leads(evening_page(index, "Peruttu", is_cancelled=True))
