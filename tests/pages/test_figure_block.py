"""Live figures on a page: of the whole map, and of one municipality."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.blocks import StructBlockValidationError

from pages.blocks.figures import FigureBlock
from pages.models import HomePage
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    FacilityFactory,
    MunicipalityFactory,
    ThemeFactory,
)
from tests.pages.factories import standard_page


def shown(client: Client, home: HomePage, figure: dict[str, Any]) -> str:
    """A page with the figure."""
    page = standard_page(home, "Luvut", body=[("figure", figure)])
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def notes(html: str) -> str:
    """What is said below the chart."""
    return " ".join(re.findall(r'<p class="chart__note">([^<]+)</p>', html))


def test_figures_of_a_page_are_counted_once(
    client: Client, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    AssociationFactory(municipality=MunicipalityFactory(), themes=[ThemeFactory()])
    measures = ["kind", "municipality", "theme", "confirmed", "kind", "confirmed"]
    figures = [("figure", {"title": measure, "measure": measure}) for measure in measures]
    page = standard_page(home, "Luvut", body=figures)
    client.get(page.url)
    with django_assert_max_num_queries(14):
        client.get(page.url)


def test_figure_of_an_empty_map_is_left_out(client: Client, home: HomePage) -> None:
    html = shown(client, home, {"title": "Kunnittain", "measure": "kind"})
    assert "Kunnittain" not in html


@pytest.mark.parametrize(
    ("measure", "note"),
    [
        ("municipality", "Yhdistys on mukana jokaisessa kunnassa, jossa se toimii."),
        (
            "theme",
            "Kohde on mukana jokaisessa teemassaan. Kohteet, joilla ei ole teemaa, puuttuvat.",
        ),
        ("kind", ""),
        ("confirmed", ""),
    ],
)
def test_what_is_counted_is_said_where_it_is_not_plain(
    client: Client, home: HomePage, measure: str, note: str
) -> None:
    AssociationFactory(municipality=MunicipalityFactory(), themes=[ThemeFactory()])
    assert notes(shown(client, home, {"title": "Luvut", "measure": measure})) == note


class TestFigureOfAMunicipality:
    """A live figure of one municipality counts what a search there finds."""

    @pytest.fixture(autouse=True)
    def _listings(self, home: HomePage) -> None:
        lahti = MunicipalityFactory(code="398", name="Lahti")
        hollola = MunicipalityFactory(code="098", name="Hollola")
        inclusion, safety = ThemeFactory(slug="osallisuus"), ThemeFactory(slug="turvallisuus")
        old = timezone.localdate() - datetime.timedelta(days=400)
        AssociationFactory(municipality=lahti, service_area=[lahti, hollola], themes=[inclusion])
        AssociationFactory(municipality=hollola, service_area=[lahti], themes=[inclusion, safety])
        AssociationFactory(municipality=hollola, themes=[inclusion], confirmed_on=old)
        AssociationFactory(municipality=lahti, themes=[inclusion], draft=True)
        hall = FacilityFactory(municipality=lahti, confirmed_on=old)
        ActivityFactory(municipality=hollola, facility=hall, organiser=None, themes=[safety])

    def rows(self, client: Client, home: HomePage, measure: str) -> dict[str, tuple[str, str]]:
        """The numbers and the searches of the chart's table, by its rows' names."""
        figure = {"title": "Lahti", "measure": measure, "municipality": "398"}
        html = shown(client, home, figure)
        assert ": Lahti</caption>" in html
        found = re.findall(
            r'<th class="chart__label".*?>(?:<a href="([^"]+)">)?([^<]+)<.*?'
            r'<span class="chart__text">(\d+)</span>',
            html,
            re.DOTALL,
        )
        return {name: (number, address) for address, name, number in found}

    def test_by_kind(self, client: Client, home: HomePage) -> None:
        rows = self.rows(client, home, "kind")
        assert [number for number, _address in rows.values()] == ["2", "1", "1"]
        _number, address = next(iter(rows.values()))
        assert address == "/fi/haku/?municipality=398&amp;kind=association"

    @pytest.mark.parametrize("measure", ["kind", "theme", "confirmed"])
    def test_says_that_associations_of_others_count_too(
        self, client: Client, home: HomePage, measure: str
    ) -> None:
        html = shown(client, home, {"title": "Lahti", "measure": measure, "municipality": "398"})
        assert notes(html).endswith(
            "Mukana ovat myös muiden kuntien yhdistykset, jotka toimivat tässä kunnassa."
        )

    def test_by_theme(self, client: Client, home: HomePage) -> None:
        rows = self.rows(client, home, "theme")
        numbers = {address.rpartition("=")[2]: number for number, address in rows.values()}
        assert numbers == {"osallisuus": "2", "turvallisuus": "2"}

    def test_share_confirmed(self, client: Client, home: HomePage) -> None:
        rows = self.rows(client, home, "confirmed")
        assert [number for number, _address in rows.values()] == ["3", "1"]

    def test_municipality_with_nothing_says_so(self, client: Client, home: HomePage) -> None:
        MunicipalityFactory(code="576", name="Padasjoki")
        figure = {"title": "Padasjoki", "measure": "kind", "municipality": "576"}
        html = shown(client, home, figure)
        assert 'class="quiet"' in html
        assert "<table" not in html

    def test_comparing_a_municipality_with_itself_is_refused(self) -> None:
        block = FigureBlock()
        value = {"title": "", "measure": "municipality", "municipality": "398", "text": ""}
        with pytest.raises(StructBlockValidationError) as error:
            block.clean(block.normalize(value))
        assert "municipality" in error.value.block_errors
        block.clean(block.normalize({**value, "measure": "kind"}))

    def test_number_of_queries(
        self,
        client: Client,
        home: HomePage,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        figures = [
            ("figure", {"title": "", "measure": measure, "municipality": code})
            for code in ("398", "098")
            for measure in ("kind", "confirmed")
        ]
        page = standard_page(home, "Kunnat lukuina", body=figures)
        client.get(page.url)
        with django_assert_max_num_queries(8):
            client.get(page.url)
