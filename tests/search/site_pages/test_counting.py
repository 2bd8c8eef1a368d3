"""What only pages or grants hold is counted apart from what nothing holds."""

import pytest
from django.test import Client

from pages.models import HomePage
from search.gaps import recorder as query_recorder
from search.gaps.counts import QueryCount
from search.gaps.recorder import QueryRecorder
from tests.factories import FacilityFactory, GrantFactory
from tests.pages.factories import standard_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> QueryRecorder:
    recorder = QueryRecorder()
    monkeypatch.setattr(query_recorder, "recorder", recorder)
    return recorder


def counted(client: Client, recorder: QueryRecorder, query: str, **more: str) -> tuple[int, ...]:
    """How often a query was asked, in vain, found when corrected, and found only on pages."""
    client.get("/fi/haku/", {"q": query, **more})
    recorder.save()
    fields = ("searches", "without_results", "corrected", "pages_only")
    return QueryCount.objects.values_list(*fields).get(text=query)


def test_a_page_or_a_grant_is_an_answer_of_its_own_kind(
    client: Client, home: HomePage, recorder: QueryRecorder
) -> None:
    standard_page(home, "Ohje", lead="Pidä talousarvio ajan tasalla.")
    GrantFactory(name="Kylien tuki")
    FacilityFactory(name="Kuoron talo")
    standard_page(home, "Kuoro")
    assert counted(client, recorder, "seiväshyppy") == (1, 1, 0, 0)
    assert counted(client, recorder, "talousarvio") == (1, 0, 0, 1)
    assert counted(client, recorder, "kylien tuki") == (1, 0, 0, 1)
    # With a word left out it is not what was asked for.
    assert counted(client, recorder, "talousarvio seiväshyppy") == (1, 1, 0, 0)
    # A listing is what was hoped for, whatever pages say besides.
    assert counted(client, recorder, "kuoro") == (1, 0, 0, 0)


def test_listings_that_hold_something_else_do_not_count_as_found(
    client: Client, home: HomePage, recorder: QueryRecorder
) -> None:
    FacilityFactory(name="Kuoron talo")
    assert counted(client, recorder, "kuoron talousarvio") == (1, 1, 0, 0)
    standard_page(home, "Ohje", lead="Kuoro tekee talousarvion.")
    assert counted(client, recorder, "kuoron talousarvio") == (2, 1, 0, 1)


def test_pages_that_hold_what_was_typed_count_before_what_was_corrected(
    client: Client, home: HomePage, recorder: QueryRecorder
) -> None:
    for number in range(4):
        FacilityFactory(name=f"Uimahalli {number}")
    assert counted(client, recorder, "uimahali") == (1, 0, 1, 0)
    standard_page(home, "Uimahali", lead="Näin sana kirjoitetaan väärin.")
    assert counted(client, recorder, "uimahali") == (2, 0, 1, 1)
