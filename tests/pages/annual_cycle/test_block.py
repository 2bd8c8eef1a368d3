"""The block that shows what comes next in the annual cycle."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pages.models import HomePage
from tests.factories import CycleEntryFactory, MunicipalityFactory
from tests.pages.factories import cycle_page
from tests.pages.test_body_blocks import shown

pytestmark = pytest.mark.django_db


class TestCycle:
    """What comes next in the annual cycle."""

    def block(self, client: Client, home: HomePage, **fields: Any) -> str:
        value = {"title": "", "count": 6, "municipality": "", **fields}
        return shown(client, home, ("cycle", value))

    def test_is_what_comes_next_and_leads_to_the_cycle(
        self, client: Client, home: HomePage
    ) -> None:
        today = timezone.localdate()
        town = MunicipalityFactory()
        for days, place in ((9, None), (2, town), (5, MunicipalityFactory())):
            day = today + datetime.timedelta(days=days)
            CycleEntryFactory(
                title=f"Asia {days}", starts_on=day, repeats="once", municipality=place
            )
        assert re.findall(r"Asia \d", self.block(client, home)) == ["Asia 2", "Asia 5", "Asia 9"]
        assert re.findall(r"Asia \d", self.block(client, home, count=1)) == ["Asia 2"]
        address = cycle_page(home).get_url()
        html = self.block(client, home, municipality=town.code)
        assert re.findall(r"Asia \d", html) == ["Asia 2", "Asia 9"]
        assert f'href="{address}"' in html

    def test_says_when_nothing_is_known(self, client: Client, home: HomePage) -> None:
        assert 'class="cycle-coming"' not in self.block(client, home)
