"""Requests that nobody should send, to the calendar and the feed."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search.calendar.reading import read
from tests.search.conftest import region as region
from tests.search.odd_parameters import SLUGS, WHENS, encoded, parameters, some

pytestmark = pytest.mark.django_db

fuzzed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
asked = st.tuples(parameters, st.fixed_dictionaries({}, optional={"day": some([*WHENS, *SLUGS])}))


@fuzzed
@given(data=asked, language=st.sampled_from(["fi", "sv", "en"]))
def test_the_calendar_shows_any_parameters(
    client: Client,
    region: SimpleNamespace,
    data: tuple[dict[str, list[str]], dict[str, list[str]]],
    language: str,
) -> None:
    with translation.override(language):
        address = reverse("calendar")
    response = client.get(address, encoded(data[0] | data[1]), follow=True)
    assert response.status_code == 200
    page = response.content.decode()
    assert "<script>alert" not in page
    assert "</html>" in page


@fuzzed
@given(data=parameters)
def test_the_feed_is_a_calendar_or_a_reason(
    client: Client, region: SimpleNamespace, data: dict[str, list[str]]
) -> None:
    response = client.get(reverse("search_feed"), encoded(data))
    assert response.status_code in {200, 400}
    if response.status_code == 400:
        named = {line.partition(":")[0] for line in response.content.decode().splitlines()[1:]}
        assert named & set(data)
    else:
        assert read(response.content).walk("VTIMEZONE")
