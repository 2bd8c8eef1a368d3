"""The index follows the database."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction

from search.asking import ask
from search.engines import get_engine
from search.engines.base import SearchRequest
from search.models import SearchEntry
from servicemap.models import Facility
from tests.factories import ActivityFactory, FacilityFactory

pytestmark = pytest.mark.django_db


def found(text: str) -> set[str]:
    """The names of what is found."""
    hits = ask(SearchRequest(text=text)).search().hits
    return {hit.card["name"]["fi"] for hit in hits}


def test_publishing_and_unpublishing(region: SimpleNamespace) -> None:
    assert found("keskeneräinen") == set()
    region.draft.save_revision().publish()
    assert found("keskeneräinen") == {"Keskeneräinen uimahalli"}
    Facility.objects.get(pk=region.draft.pk).unpublish()
    assert found("keskeneräinen") == set()


def test_a_draft_change_is_not_found_before_it_is_published(region: SimpleNamespace) -> None:
    region.hall.name = "Launeen kylpylä"
    revision = region.hall.save_revision()
    assert found("kylpylä") == set()
    revision.publish()
    assert found("kylpylä") == {"Launeen kylpylä"}


def test_deleting(region: SimpleNamespace) -> None:
    region.hall.delete()
    assert found("uimahalli") == set()


def test_an_activity_moves_with_its_facility(region: SimpleNamespace) -> None:
    activity = ActivityFactory(name="Vesijuoksu", facility=region.hall, municipality=None)
    region.hall.latitude, region.hall.longitude = 61.1, 25.9
    region.hall.save()
    entry = SearchEntry.objects.get(kind="activity", object_id=activity.pk)
    assert (entry.latitude, entry.longitude) == (61.1, 25.9)


def test_a_new_name_of_the_association_is_found_at_its_activities(region: SimpleNamespace) -> None:
    region.society.name = "Teatterikerho Sirkkunen ry"
    region.society.save()
    assert found("sirkkunen") == {"Teatterikerho Sirkkunen ry", "Eläkeläisten kuoro"}


def test_a_new_name_in_a_register_is_found_at_once(region: SimpleNamespace) -> None:
    region.sports.name = "Kuntoilu"
    region.sports.save()
    assert found("kuntoilu") == {"Launeen uimahalli"}
    region.hollola.name = "Hollolanseutu"
    region.hollola.save()
    assert "Eläkeläisten kuoro" in found("hollolanseutu")


@pytest.mark.parametrize(
    ("name", "facet"),
    [("seniors", "target"), ("music", "category"), ("step_free", "accessibility")],
)
def test_what_is_deleted_from_a_register_is_in_no_facet(
    region: SimpleNamespace, name: str, facet: str
) -> None:
    entry = getattr(region, name)
    request = SearchRequest(selected={facet: (entry.slug,)})
    assert ask(request).search().total > 0
    entry.delete()
    response = ask(request).search()
    assert response.total == 0
    assert entry.slug not in response.facets[facet]


def test_what_is_rolled_back_is_not_found(region: SimpleNamespace) -> None:
    with transaction.atomic():
        FacilityFactory(name="Haamuhalli")
        assert found('"haamuhalli"') == {"Haamuhalli"}
        transaction.set_rollback(True)
    assert found('"haamuhalli"') == set()


def test_rebuilding_repairs_drift(
    region: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    Facility.objects.filter(pk=region.hall.pk).update(name="Kylpylä Laine")
    get_engine().remove([("activity", region.choir.pk)])
    SearchEntry.objects.filter(kind="association").update(object_id=999_999)
    call_command("rebuild_search_index")
    assert found("kylpylä") == {"Kylpylä Laine"}
    assert found("kuoro") == {"Eläkeläisten kuoro"}
    assert get_engine().keys() == {
        ("facility", region.hall.pk),
        ("activity", region.choir.pk),
        ("association", region.society.pk),
    }
    assert capsys.readouterr().out.strip()
