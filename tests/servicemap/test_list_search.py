"""Lists of listings are searched as they are shown: in any order, with any filter."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from servicemap.models import Activity, Association, Category, Listing, Municipality
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    FacilityFactory,
    MunicipalityFactory,
)
from tests.servicemap.admin_forms import KINDS, url
from tests.servicemap.test_listing_lists import listed

pytestmark = pytest.mark.django_db

FILTERS: list[dict[str, Any]] = [
    *({"state": value} for value in ("live", "draft", "changed")),
    *({"freshness": value} for value in ("fresh", "stale")),
    *({"point": value} for value in ("given", "missing")),
    {"feedback": "new"},
    {"who": "mine"},
]


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_search_goes_with_every_order_and_filter(
    admin_client: Client, model: type[Listing], factory: Any
) -> None:
    topic: Category = CategoryFactory()  # type: ignore[assignment]
    town: Municipality = MunicipalityFactory(name="Asikkala")  # type: ignore[assignment]
    factory(name="Kuoro Kajo", municipality=town, categories=[topic])
    factory(name="Uimarit", municipality=town, categories=[topic])
    columns = admin_client.get(url(model, "list")).context["table"].columns.values()
    keys = [column.sort_key for column in columns if column.sort_key]
    assert len(keys) >= 5
    for order in [*keys, *(f"-{key}" for key in keys), "nothing"]:
        assert listed(admin_client, model, q="kajo", ordering=order) == {"Kuoro Kajo"}
    for chosen in [*FILTERS, {"municipality": town.pk}, {"topic": topic.pk}]:
        found = listed(admin_client, model, q="kajo", **chosen)
        assert found == listed(admin_client, model, **chosen) - {"Uimarit"}
    assert listed(admin_client, model, q="kajo", municipality=town.pk, topic=topic.pk) != set()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("halli", {"Äijälän uimahalli"}),
        ("ÄIJÄLÄN", {"Äijälän uimahalli"}),
        ("a\u0308ija\u0308la\u0308n", {"Äijälän uimahalli"}),
        ("uimahalli heinola", {"Äijälän uimahalli"}),
        ("uimahalli lahti", set()),
        ("rantatie 5", {"Saunaseura (mukana)"}),
        ("info@sauna.example", {"Saunaseura (mukana)"}),
        ("(muk", {"Saunaseura (mukana)"}),
        (".", {"Saunaseura (mukana)"}),
        ("\0", {"Äijälän uimahalli", "Saunaseura (mukana)"}),
        ("x" * 5_000, set()),
        ("sauna " * 5_000, {"Saunaseura (mukana)"}),
    ],
)
def test_words_are_found_wherever_they_stand(
    admin_client: Client, typed: str, found: set[str]
) -> None:
    heinola = MunicipalityFactory(name="Heinola")
    bare = {"email": "", "website": "", "summary": ""}
    AssociationFactory(name="Äijälän uimahalli", municipality=heinola, **bare)
    AssociationFactory(
        name="Saunaseura (mukana)",
        municipality=None,
        street_address="Rantatie 5",
        summary="",
        email="info@sauna.example",
    )
    assert listed(admin_client, Association, q=typed) == found


def test_activities_are_found_by_whose_and_where_they_are(admin_client: Client) -> None:
    hall = FacilityFactory(name="Vesihelmi", municipality=MunicipalityFactory(name="Sysmä"))
    ActivityFactory(
        name="Vesijumppa",
        facility=hall,
        municipality=None,
        organiser=AssociationFactory(name="Aallottaret"),
    )
    for typed in ("vesihelmi", "sysmä", "aallottaret jumppa"):
        assert listed(admin_client, Activity, q=typed) == {"Vesijumppa"}
    assert listed(admin_client, Activity, q="lahti") == set()


def test_what_is_named_so_comes_first_unless_an_order_is_chosen(admin_client: Client) -> None:
    AssociationFactory(name="Airot", summary="Soutua ja saunomista.")
    AssociationFactory(name="Saunaseura", summary="")

    def names(**parameters: str) -> list[str]:
        response = admin_client.get(url(Association, "list"), parameters)
        return [item.name for item in response.context["object_list"]]

    assert names(q="sau") == ["Saunaseura", "Airot"]
    assert names(q="sau", ordering="name") == ["Airot", "Saunaseura"]


def act_on_all(client: Client, action: str, **shown: Any) -> list[str]:
    """Do it to all in the list that is shown so; what the editor is told."""
    address = reverse("wagtail_bulk_action", args=["servicemap", "association", action])
    parameters = "&".join(f"{name}={value}" for name, value in shown.items())
    path = f"{address}?{parameters}&id=all&next={url(Association, 'list')}"
    assert client.get(path).status_code == 200
    response = client.post(path)
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("action", ["delete", "unpublish", "confirm"])
@pytest.mark.parametrize("shown", ["q", "municipality", "both"])
def test_all_in_the_list_are_those_that_the_list_shows(
    admin_client: Client, action: str, shown: str
) -> None:
    town: Municipality = MunicipalityFactory(name="Sysmä")  # type: ignore[assignment]
    chosen = AssociationFactory(name="Kuoro Kajo", municipality=town, confirmed_on=None)
    other = AssociationFactory(name="Uimarit", confirmed_on=None)
    narrowed = {"q": {"q": "kajo"}, "municipality": {"municipality": town.pk}}
    narrowed["both"] = narrowed["q"] | narrowed["municipality"]
    act_on_all(admin_client, action, **narrowed[shown])
    other.refresh_from_db()
    assert (other.live, other.confirmed_on) == (True, None)
    left = Association.objects.filter(pk=chosen.pk).values_list("live", "confirmed_on")
    assert [*left] != [(True, None)]


def test_all_in_the_whole_list_are_all(admin_client: Client) -> None:
    for name in ("Airot", "Lumme"):
        AssociationFactory(name=name)
    act_on_all(admin_client, "unpublish")
    assert set(Association.objects.values_list("live", flat=True)) == {False}
