"""Synthetic listings: believable rows, the same for the same seed, gone when cleared."""

import random
import re
from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from search.engines import get_engine
from servicemap.generation import SOURCE
from servicemap.generation.inflection import inflect, inflect_place
from servicemap.generation.material import Ranked, load, words
from servicemap.models import Activity, Association, Facility, Schedule
from servicemap.places import municipality_at
from tests.factories import ActivityFactory, AssociationFactory

MODELS: tuple[type[Any], ...] = (Association, Facility, Activity)


def generate(count: int, **options: Any) -> None:
    call_command("generate_listings", count, verbosity=0, **{"no_index": True, **options})


def generated(model: type[Any]) -> Any:
    return model.objects.filter(source=SOURCE)


def what_was_generated() -> list[tuple[Any, ...]]:
    """Everything that a listing says, without keys that the database gives."""
    return [
        (
            listing.name,
            listing.slug,
            listing.summary,
            listing.description,
            listing.latitude,
            listing.longitude,
            listing.price,
            listing.confirmed_on,
            sorted(listing.categories.values_list("slug", flat=True)),
            sorted(listing.target_groups.values_list("slug", flat=True)),
        )
        for model in MODELS
        for listing in generated(model).order_by("pk")
    ]


def test_the_same_seed_gives_the_same_listings_and_another_seed_others(registers: None) -> None:
    generate(60, seed=7)
    first = what_was_generated()
    call_command("generate_listings", clear=True, verbosity=0)
    generate(60, seed=7)
    assert what_was_generated() == first
    call_command("generate_listings", clear=True, verbosity=0)
    generate(60, seed=8)
    assert what_was_generated() != first


def test_there_are_as_many_as_asked_for_in_the_proportions_of_the_demo(registers: None) -> None:
    generate(322)
    counts = {str(model.kind): generated(model).count() for model in MODELS}
    assert counts == {"association": 82, "facility": 58, "activity": 182}


def test_a_few_listings_are_of_every_kind(registers: None) -> None:
    generate(6)
    assert all(generated(model).exists() for model in MODELS)


def test_every_row_holds_what_a_form_would_ask_for(registers: None) -> None:
    generate(150)
    for model in MODELS:
        for listing in generated(model):
            listing.full_clean()
            assert listing.live
            assert listing.categories.exists()
            assert listing.summary
            assert len(listing.description.split()) >= 20
    for schedule in Schedule.objects.all():
        schedule.full_clean()


def test_points_lie_in_their_municipality_and_some_listings_have_none(registers: None) -> None:
    generate(400)
    located, unlocated = 0, 0
    for model in MODELS:
        for listing in generated(model).select_related("municipality"):
            if listing.latitude is not None:
                code = municipality_at(listing.latitude, listing.longitude)
                assert listing.municipality.code == code, listing
            located += listing.location.is_on_map
            unlocated += not listing.location.is_on_map
    assert 0.04 < unlocated / (located + unlocated) < 0.13


def test_activities_are_linked_and_mixed(registers: None) -> None:
    generate(600)
    activities = generated(Activity)
    count = activities.count()
    assert activities.filter(organiser__source=SOURCE).count() == count
    assert 0.45 < activities.filter(facility__isnull=False).count() / count < 0.75
    kinds = Counter(
        Schedule.objects.filter(activity__in=activities).values_list("freq", "interval")
    )
    assert kinds["WEEKLY", 1] > kinds["MONTHLY", 1] > 0
    assert kinds["WEEKLY", 2]
    assert kinds["", 1]
    ended = [item for item in activities.prefetch_related("schedules") if has_ended(item)]
    assert 0.02 < len(ended) / count < 0.2
    assert set(activities.values_list("price", flat=True)) == {"free", "low", "fee"}
    assert activities.exclude(name_sv="").exists()
    assert activities.filter(name_sv="").exists()


def has_ended(activity: Activity) -> bool:
    schedules = list(activity.schedules.all())
    return bool(schedules) and not any(schedule.next_occurrence() for schedule in schedules)


def test_running_it_again_adds_more(registers: None) -> None:
    generate(40, seed=3)
    generate(40, seed=3)
    assert sum(generated(model).count() for model in MODELS) == 80
    slugs = list(generated(Activity).values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs))


def test_generated_listings_are_found_and_cleared_ones_are_not(registers: None) -> None:
    kept = AssociationFactory(name="Oikea Yhdistys ry")
    generate(30, no_index=False)
    assert len(get_engine().keys()) == 31
    out = StringIO()
    call_command("generate_listings", clear=True, stdout=out)
    assert "30" in out.getvalue()
    assert not any(generated(model).exists() for model in MODELS)
    assert get_engine().keys() == {("association", kept.pk)}
    assert not Schedule.objects.exists()


def test_no_index_leaves_the_search_index_alone(registers: None) -> None:
    generate(10)
    assert get_engine().keys() == set()


def test_clearing_says_so_when_a_real_activity_hangs_on_a_generated_association(
    registers: None,
) -> None:
    generate(10)
    ActivityFactory(organiser=generated(Association).first())
    with pytest.raises(CommandError, match="another organiser"):
        call_command("generate_listings", clear=True, verbosity=0)
    assert generated(Association).exists()


@pytest.mark.parametrize("count", ["0", "-5", "many", "1.5"])
def test_a_bad_number_is_refused_plainly(count: str) -> None:
    with pytest.raises(CommandError, match=f"N must be.*{re.escape(count)}"):
        call_command("generate_listings", "--", count)


def test_it_wants_a_number_or_clear(db: None) -> None:
    with pytest.raises(CommandError, match="N, the number"):
        call_command("generate_listings")
    with pytest.raises(CommandError, match="N, the number"):
        call_command("generate_listings", 5, clear=True)


def test_empty_registers_are_told(db: None) -> None:
    with pytest.raises(CommandError, match="load_registers"):
        call_command("generate_listings", 5)


def test_words_fall_with_their_rank_and_have_a_long_tail(registers: None) -> None:
    generate(400)
    found = Counter(
        word
        for listing in generated(Activity)
        for word in re.findall(r"\w+", listing.description.lower())
    )
    ranked = [count for _word, count in found.most_common()]
    assert ranked[0] > 8 * ranked[49] > 8 * ranked[499]
    assert ranked.count(1) > len(ranked) / 4


@pytest.mark.parametrize(
    ("word", "case", "form"),
    [
        ("kerho", "ill", "kerhoon"),
        ("ryhmä", "part", "ryhmää"),
        ("kahvila", "ade", "kahvilalla"),
        ("retki", "gen", "retken"),
        ("perheretki", "ela", "perheretkestä"),
        ("turnaus", "all", "turnaukselle"),
        ("yhteinen", "part", "yhteistä"),
        ("turvallisuus", "gen", "turvallisuuden"),
        ("luento", "ela", "luennosta"),
        ("ilta", "ine", "illassa"),
        ("polku", "ade", "polulla"),
        ("puku", "gen", "puvun"),
        ("lautapelipiiri", "part", "lautapelipiiriä"),
        ("kota", "ine", "kodassa"),
        ("verkko", "ill", "verkkoon"),
        ("nuotio", "part", "nuotiota"),
        ("kuulas kausi", "gen", "kuulas kauden"),
    ],
)
def test_words_are_inflected_as_a_finn_would(word: str, case: str, form: str) -> None:
    assert inflect(word, case) == form


@pytest.mark.parametrize(
    ("place", "forms"),
    [
        ("Lahti", ("Lahden", "Lahdessa", "Lahteen")),
        ("Hollola", ("Hollolan", "Hollolassa", "Hollolaan")),
        ("Salpakangas", ("Salpakankaan", "Salpakankaalla", "Salpakankaalle")),
        ("Padasjoki", ("Padasjoen", "Padasjoella", "Padasjoelle")),
        ("Iitti", ("Iitin", "Iitissä", "Iittiin")),
        ("Sysmä", ("Sysmän", "Sysmässä", "Sysmään")),
        ("Auttoinen", ("Auttoisten", "Auttoisissa", "Auttoisiin")),
        ("Uusikylä", ("Uudenkylän", "Uudenkylällä", "Uudenkylälle")),
        ("Sinilähde", ("Sinilähteen", "Sinilähteessä", "Sinilähteeseen")),
    ],
)
def test_places_are_inflected_as_a_finn_would(place: str, forms: tuple[str, str, str]) -> None:
    assert (
        inflect_place(place, "gen"),
        inflect_place(place, "at"),
        inflect_place(place, "to"),
    ) == forms


def test_the_material_names_what_the_registers_have(registers: None) -> None:
    """A mistyped slug would silently leave listings without a category."""
    slugs = set(load_slugs("Category"))
    named = {row["category"] for row in load("topics")["topic"]}
    named |= {row["prh"] for row in load("topics")["topic"]}
    named |= {row["category"] for row in load("facilities")["type"]}
    assert named <= slugs
    for kind in ("association", "facility", "activity"):
        weights = load("mixes")[kind]["weights"]
        assert set(weights["target_groups"]) <= set(load_slugs("TargetGroup"))
        assert set(weights["themes"]) <= set(load_slugs("Theme"))
        assert set(weights["accessibility"]) <= set(load_slugs("AccessibilityFeature"))
    assert set(load("texts")["words"]["group"]) == set(load_slugs("TargetGroup"))


def load_slugs(model: str) -> list[str]:
    return list(apps.get_model("servicemap", model).objects.values_list("slug", flat=True))


def test_no_list_of_words_has_one_twice() -> None:
    for name in load("words"):
        things = list(words(name).things)
        assert len(things) == len(set(things)), [w for w, n in Counter(things).items() if n > 1]


def test_some_of_a_short_list_ends() -> None:
    assert sorted(Ranked(["a", "b"]).some(random.Random(1), 5)) == ["a", "b"]
