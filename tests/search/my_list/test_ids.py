"""Which ids an address holds."""

import pytest
from django.http import QueryDict

from search.my_list.ids import MAX_ENTRIES, MAX_UNCLEAR, Ids, read_ids


def read(value: str) -> Ids:
    parameters = QueryDict(mutable=True)
    parameters["ids"] = value
    return read_ids(parameters)


def test_ids_keep_their_order_and_come_once() -> None:
    ids = read("facility-3, activity-12,facility-3,association-1")
    assert ids.keys == (("facility", 3), ("activity", 12), ("association", 1))
    assert ids.value == "facility-3,activity-12,association-1"
    assert not ids.unclear
    assert not ids.left_out


def test_repeated_parameter_goes_on() -> None:
    ids = read_ids(QueryDict("ids=facility-3&ids=activity-12"))
    assert ids.value == "facility-3,activity-12"


@pytest.mark.parametrize(
    "text",
    [
        "roska",
        "facility",
        "facility-",
        "facility-0",
        "facility-03",
        "facility--3",
        "Facility-3",
        "facility-3x",
        "place-3",
        "facility-٣",
        "facility-" + "9" * 19,
        "<b>",
        "\x00",
    ],
)
def test_what_is_no_id_is_named(text: str) -> None:
    ids = read(f"activity-1,{text}")
    assert ids.keys == (("activity", 1),)
    assert ids.unclear == (text,)


def test_long_nonsense_is_not_quoted_whole() -> None:
    ids = read(",".join(f"{'x' * 500}{number}" for number in range(500)))
    assert len(ids.unclear) <= MAX_UNCLEAR
    assert len("".join(ids.unclear)) < 300


def test_list_ends_at_its_limit() -> None:
    ids = read(",".join(f"activity-{number}" for number in range(1, MAX_ENTRIES + 8)))
    assert len(ids.keys) == MAX_ENTRIES
    assert ids.keys[-1] == ("activity", MAX_ENTRIES)
    assert ids.left_out == 7


def test_nothing_is_an_empty_list() -> None:
    assert read("") == read(" , ,") == read_ids(QueryDict("")) == Ids()
