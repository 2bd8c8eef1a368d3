"""Overbooking is impossible, whoever presses when: real threads on a real database."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import translation
from wagtail.models import Locale, Page, Site

from pages.evenings import registering
from pages.models import EveningPage
from servicemap.models import Evening, EveningRegistration
from tests.pages.evenings.conftest import by_state
from tests.pages.factories import evening_index, evening_page, home_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page() -> EveningPage:
    """An evening with five places, in a database whose transactions are real."""
    Locale.objects.get_or_create(language_code="fi")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": root}
    )
    return evening_page(evening_index(home_page("fi")), capacity=5)


@pytest.fixture
def evening(page: EveningPage) -> Evening:
    """What was promised of it."""
    return Evening.objects.get(key=page.translation_key)


def at_once(jobs: list[Callable[[], Any]]) -> None:
    """Do all jobs in threads that begin together; none may fail."""
    gate, failures = threading.Barrier(len(jobs)), list[BaseException]()

    def run(job: Callable[[], Any]) -> None:
        gate.wait()
        try:
            with translation.override("fi"):
                job()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def one(evening: Evening, email: str, persons: int = 1) -> EveningRegistration:
    return EveningRegistration(name="Tulija", email=email, persons=persons)


def test_the_last_places_are_given_once(evening: Evening) -> None:
    emails = [f"{number}@example.org" for number in range(14)]
    at_once(
        [
            lambda email=email: registering.register(evening, one(evening, email))  # type: ignore[misc]
            for email in emails
        ]
    )
    found = by_state(evening)
    assert len(found["coming"]) == 5
    assert sorted(found["coming"] + found["waiting"]) == sorted(emails)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(emails)
    with_file = {message.to[0] for message in mail.outbox if message.attachments}
    assert with_file == set(found["coming"]), "Each was told what is true."


def test_same_address_at_once_is_one_registration(evening: Evening) -> None:
    jobs = [lambda: registering.register(evening, one(evening, "sama@example.org"))] * 5
    at_once(jobs)
    assert EveningRegistration.objects.count() == 1
    assert len(mail.outbox) == 5


def test_cancelling_and_registering_at_once_leaves_no_place_empty_and_none_twice(
    evening: Evening,
) -> None:
    for number in range(10):
        registering.register(evening, one(evening, f"{number}@example.org"))
    coming = list(evening.registrations.coming())[:4]
    mail.outbox.clear()
    leaving = [lambda key=each.key: registering.withdraw(evening, key) for each in coming]  # type: ignore[misc]
    arriving = [
        lambda number=number: registering.register(  # type: ignore[misc]
            evening, one(evening, f"uusi{number}@example.org")
        )
        for number in range(6)
    ]
    jobs: list[Callable[[], Any]] = [*leaving, *leaving, *arriving]
    random.Random(5).shuffle(jobs)
    at_once(jobs)
    evening.refresh_from_db()
    found = by_state(evening)
    assert len(found["coming"]) == 5
    assert evening.withdrawn_count == 4, "Pressed twice is cancelled once."
    assert len(found["waiting"]) == 10 + 6 - 4 - 5
    promoted = {each for each in found["coming"] if int(each[0]) >= 5}
    assert promoted == {"5@example.org", "6@example.org", "7@example.org", "8@example.org"}
    for email in promoted:
        assert [message.to[0] for message in mail.outbox].count(email) == 1


def test_crash_leaves_neither_a_place_nor_a_message(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        registering.register(evening, one(evening, f"{number}@example.org"))
    before, sent = by_state(evening), len(mail.outbox)

    def die(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pages.evenings.mails.promoted", die)
    first = evening.registrations.earliest("pk")
    with pytest.raises(KeyboardInterrupt):
        registering.withdraw(evening, first.key)
    assert by_state(evening) == before
    assert len(mail.outbox) == sent
