"""A small region to search in."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.factories import (
    AccessibilityFeatureFactory,
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    FacilityFactory,
    MunicipalityFactory,
    ScheduleFactory,
    TargetGroupFactory,
)


@pytest.fixture
def region(db: None) -> SimpleNamespace:
    """A swimming hall in Lahti, a choir in Hollola, its association and a draft."""
    lahti = MunicipalityFactory(code="398", slug="lahti", name="Lahti", name_sv="Lahtis")
    hollola = MunicipalityFactory(code="098", slug="hollola", name="Hollola")
    sports = CategoryFactory(slug="liikunta", name="Liikunta", name_sv="Motion")
    swimming = CategoryFactory(
        slug="uinti", name="Uinti", name_sv="Simning", name_en="Swimming", parent=sports
    )
    music = CategoryFactory(slug="musiikki", name="Musiikki", name_en="Music")
    step_free = AccessibilityFeatureFactory(
        slug="esteeton-sisaankaynti", name="Esteetön sisäänkäynti"
    )
    seniors = TargetGroupFactory(slug="seniorit", name="Seniorit")
    hall = FacilityFactory(
        name="Launeen uimahalli",
        name_en="Laune swimming hall",
        summary="Neljä allasta ja kahvila.",
        description="Avoinna joka päivä.\n\nLämpimässä altaassa jumpataan aamuisin.",
        municipality=lahti,
        categories=[swimming],
        accessibility=[step_free],
        price="low",
        price_info="6,50 €",
        latitude=60.9650,
        longitude=25.6500,
    )
    society = AssociationFactory(
        name="Nuorisoseura Iltatuuli ry",
        summary="Laulua ja näytelmiä kaikenikäisille.",
        municipality=hollola,
        categories=[music],
    )
    choir = ActivityFactory(
        name="Eläkeläisten kuoro",
        name_sv="Pensionärskören",
        summary="Lauletaan yhdessä, nuotteja ei tarvita.",
        organiser=society,
        municipality=hollola,
        categories=[music],
        target_groups=[seniors],
        price="free",
        latitude=60.9900,
        longitude=25.5100,
        schedules=[
            ScheduleFactory.build(dtstart=timezone.localdate() - datetime.timedelta(days=30))
        ],
    )
    draft = FacilityFactory(name="Keskeneräinen uimahalli", municipality=lahti, draft=True)
    return SimpleNamespace(
        lahti=lahti,
        hollola=hollola,
        hall=hall,
        society=society,
        choir=choir,
        draft=draft,
        sports=sports,
        seniors=seniors,
        step_free=step_free,
        music=music,
        swimming=swimming,
    )
