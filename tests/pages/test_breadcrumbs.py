"""Every page below the home page says where it is."""

import re

import pytest
from django.test import Client

from pages.models import (
    AnnualCyclePage,
    ContactsPage,
    EveningIndexPage,
    GrantsPage,
    HomePage,
    KnowledgeBankPage,
    LandingPage,
    MunicipalityIndexPage,
    NewsIndexPage,
    StandardPage,
    StrategyIndexPage,
    SurveyIndexPage,
)
from pages.models.base import PortalPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "model",
    [
        AnnualCyclePage,
        ContactsPage,
        EveningIndexPage,
        GrantsPage,
        KnowledgeBankPage,
        LandingPage,
        MunicipalityIndexPage,
        NewsIndexPage,
        StandardPage,
        StrategyIndexPage,
        SurveyIndexPage,
    ],
)
def test_pages_show_the_way_from_the_home_page(
    client: Client, home: HomePage, model: type[PortalPage]
) -> None:
    home.add_child(instance=model(title="Vuoden sivu", slug="sivu"))
    content = client.get("/fi/sivu/").content.decode()
    (way,) = re.findall(r'<nav class="breadcrumbs".*?</nav>', content, re.DOTALL)
    assert '<a href="/fi/">' in way
    here = way.partition('aria-current="page"')[2]
    assert re.findall(r"<span>([^<]*)</span>", here) == ["Vuoden sivu"]
