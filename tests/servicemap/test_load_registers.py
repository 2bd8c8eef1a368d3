"""Loading the registers: complete, once only, and kind to editors."""

import time

import pytest
from django.core.management import call_command

from servicemap.models import Category, Municipality, Place, Synonym, TargetGroup, Theme
from servicemap.models.taxonomy import category_tree
from servicemap.registers import load_registers

pytestmark = pytest.mark.django_db


def test_everything_is_there_in_seconds() -> None:
    start = time.process_time()
    counts = load_registers()
    assert time.process_time() - start < 3
    assert all(count.created == count.read for count in counts.values())
    assert Municipality.objects.count() == 10
    assert Place.objects.filter(kind=Place.Kind.POSTCODE).count() == 120
    assert Theme.objects.count() == 4
    assert Category.objects.filter(scheme=Category.Scheme.PRH).count() == 9
    assert Category.objects.filter(scheme=Category.Scheme.LIPAS).count() > 100


def test_tree_is_whole() -> None:
    load_registers()
    rows = category_tree(Category.objects.all())
    assert len(rows) == Category.objects.count()
    assert Category.objects.filter(parent=None).count() == 10
    pool = Category.objects.get(scheme=Category.Scheme.LIPAS, code="3110")
    assert pool.parent is not None
    assert [row["category"].name for row in rows] == list(
        Category.objects.order_by("order").values_list("name", flat=True)
    )


def test_places_lie_in_their_municipality() -> None:
    load_registers()
    village = Place.objects.get(name="Vääksy", kind=Place.Kind.VILLAGE)
    assert village.municipality is not None
    assert village.municipality.name == "Asikkala"
    lahti = Municipality.objects.get(code="398")
    assert lahti.name_sv == "Lahtis"
    assert lahti.outline["type"] in {"Polygon", "MultiPolygon"}


def test_second_time_changes_nothing() -> None:
    load_registers()
    counts = load_registers()
    assert all(count.created == count.updated == 0 for count in counts.values())


def test_editors_words_and_entries_stay() -> None:
    load_registers()
    Category.objects.filter(slug="uinti").update(name="Uiminen")
    Category.objects.create(slug="oma", name="Oma aihe")
    TargetGroup.objects.filter(slug="miehet").delete()
    counts = load_registers()
    assert Category.objects.get(slug="uinti").name == "Uiminen"
    assert Category.objects.filter(slug="oma").exists()
    assert counts["target_group"].created == 1


def test_update_sets_entries_back_but_deletes_nothing() -> None:
    load_registers()
    Category.objects.filter(slug="uinti").update(name="Uiminen")
    Category.objects.create(slug="oma", name="Oma aihe")
    call_command("load_registers", "--update", verbosity=0)
    assert Category.objects.get(slug="uinti").name == "Uinti"
    assert Category.objects.filter(slug="oma").exists()


def test_editors_synonyms_stay() -> None:
    load_registers()
    Synonym.objects.filter(words="lätkä").update(means="jääkiekko, kaukalopallo", is_active=False)
    Synonym.objects.create(words="oma", means="sana")
    load_registers()
    entry = Synonym.objects.get(words="lätkä")
    assert (entry.means, entry.is_active) == ("jääkiekko, kaukalopallo", False)
    assert Synonym.objects.filter(words="oma", source=Synonym.Source.EDITOR).exists()
