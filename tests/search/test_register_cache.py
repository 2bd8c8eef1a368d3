"""When registers are read again."""

from typing import Any

import pytest
from django.core.cache import cache

from search.register_cache import RegisterCache
from servicemap.models import Theme
from tests.factories import ThemeFactory

pytestmark = pytest.mark.django_db


class Names:
    """A cache of the themes' names that counts how often it reads and builds."""

    def __init__(self) -> None:
        self.reads = self.builds = 0
        self.cache = RegisterCache("test", self.read, self.build)

    def read(self) -> list[str]:
        self.reads += 1
        return list(Theme.objects.order_by("pk").values_list("name", flat=True))

    def build(self, rows: list[str]) -> str:
        self.builds += 1
        return ", ".join(rows)

    def get(self) -> str:
        return self.cache.get()


def test_fresh_value_is_neither_read_nor_built_again() -> None:
    ThemeFactory(name="Yksi")
    names = Names()
    assert [names.get() for _ in range(3)] == ["Yksi"] * 3
    assert (names.reads, names.builds) == (1, 1)


def test_after_its_time_it_is_read_and_built_only_if_rows_differ() -> None:
    ThemeFactory(name="Yksi")
    names = Names()
    names.get()
    cache.clear()
    names.get()
    assert (names.reads, names.builds) == (2, 1)
    Theme.objects.update(name="Kaksi")
    assert names.get() == "Yksi"
    cache.clear()
    assert names.get() == "Kaksi"


def test_change_in_one_process_is_known_in_those_that_share_the_cache() -> None:
    ThemeFactory(name="Yksi")
    ours, theirs = Names(), Names()
    assert (ours.get(), theirs.get()) == ("Yksi", "Yksi")
    Theme.objects.update(name="Kaksi")
    ours.cache.clear()
    assert (theirs.get(), ours.get()) == ("Kaksi", "Kaksi")


def test_rows_read_before_the_commit_are_read_again_after_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ThemeFactory(name="Yksi")
    names = Names()
    with django_capture_on_commit_callbacks(execute=True):
        names.cache.clear()
        names.get()
    names.get()
    assert names.reads == 2
