"""The judge judges rightly: figures by hand, rules by known listings."""

import math

import pytest

from bench.relevance.judgements import Judgement, is_understood, read_judgements
from bench.relevance.metrics import scores_of
from bench.relevance.rules import Catalogue, RuleError
from tests.factories import ActivityFactory, FacilityFactory, MunicipalityFactory, ScheduleFactory

BEST, GOOD, NEAR, NOISE = (("facility", number) for number in range(1, 5))


def test_figures_of_a_list_are_those_computed_by_hand() -> None:
    scores = scores_of([NOISE, GOOD, BEST], {BEST: 3, GOOD: 2, NEAR: 1})
    gained = 3 / math.log2(3) + 7 / 2
    ideal = 7 + 3 / math.log2(3) + 1 / 2
    assert scores.ndcg_at_10 == pytest.approx(gained / ideal)
    assert (scores.recall_at_20, scores.success_at_1, scores.top_3, scores.mrr) == (1, 0, 1, 0.5)


def test_recall_is_of_what_fits_and_counts_only_good_answers() -> None:
    judged = {("facility", number): 3 for number in range(30)}
    assert scores_of(list(judged)[:20], judged).recall_at_20 == 1
    assert scores_of(list(judged)[:10], judged).recall_at_20 == 0.5
    assert scores_of([BEST], {BEST: 3, NEAR: 1}).recall_at_20 == 1
    assert scores_of([NEAR], {NEAR: 1}).recall_at_20 == 1
    assert scores_of([], {BEST: 3}).mrr == 0


def test_understanding_must_be_whole_and_no_more() -> None:
    lahti = {"type": "municipality", "value": "398", "label": "Lahti"}
    village = {"type": "place", "value": "10536618", "label": "Vääksy"}
    free = {"type": "price", "value": "free", "label": "Maksuton"}
    assert is_understood(["municipality=398"], [lahti])
    assert not is_understood(["municipality=398"], [])
    assert not is_understood(["municipality=398"], [lahti, free])
    assert is_understood(["municipality=398", "?price=free"], [lahti])
    assert is_understood(["municipality=398", "?price=free"], [lahti, free])
    assert is_understood(["place=Vääksy"], [village])
    assert not is_understood(["place=Vääksy"], [lahti])
    assert is_understood([], [])
    assert not is_understood([], [free])


@pytest.mark.django_db
def test_rules_look_at_texts_places_and_days() -> None:
    lahti = MunicipalityFactory(code="398", slug="lahti")
    FacilityFactory(name="Uimahalli", slug="halli", municipality=lahti, price="low")
    ActivityFactory(
        name="Vesijumppa",
        slug="vesijumppa",
        summary="Jumppaa uimahallissa.",
        municipality=MunicipalityFactory(code="111", slug="heinola"),
        price="free",
        schedules=[ScheduleFactory.build(byday="WE")],
    )
    catalogue = Catalogue()
    water = catalogue.by_name["activity/vesijumppa"].key
    pool = catalogue.by_name["facility/halli"].key
    assert catalogue.meeting({"words": "uimahall"}) == {pool: 3, water: 2}
    assert catalogue.meeting({"words": "jumppa", "kind": "activity"}) == {water: 2}
    assert catalogue.meeting({"words": "\\w*jumppa"}) == {water: 3}
    assert catalogue.meeting({"words": "uimahall", "municipality": "398"}) == {pool: 3}
    assert catalogue.meeting({"weekday": "WE", "price": "free"}) == {water: 3}
    assert catalogue.meeting({"weekday": "TH"}) == {}
    assert catalogue.meeting({"words": "simhall"}, "sv") == {}
    with pytest.raises(RuleError, match="colour"):
        catalogue.meeting({"colour": "blue"})


@pytest.mark.django_db
def test_generated_listings_that_hold_the_words_are_passed_over() -> None:
    FacilityFactory(name="Uimahalli", slug="oikea")
    for name in ("Lahden uimahalli", "Kylpylä", "Uimahallikerho"):
        FacilityFactory(name=name, source="generated", source_id=name)
    catalogue = Catalogue()
    rule = Judgement("uimahallissa", "inflected", ({"words": "uimahall"},), {}, "fi", None)
    named = Judgement("uimahallin", "name", (), {"facility/oikea": 3}, "fi", None)
    for query in (rule.look_up(catalogue), named.look_up(catalogue)):
        assert query.judged == {catalogue.by_name["facility/oikea"].key: 3}
        passed_over = {catalogue.by_key[key].listing.name for key in query.unjudged}
        assert passed_over == {"Lahden uimahalli", "Uimahallikerho"}


def test_there_are_enough_judgements_of_each_class_and_none_twice() -> None:
    groups: dict[str, int] = {}
    judgements = read_judgements()
    for judgement in judgements:
        groups[judgement.group] = groups.get(judgement.group, 0) + 1
    assert len(judgements) >= 240
    assert min(groups.values()) >= 25
    assert groups["name"] >= 40
    assert groups["typo"] >= 50
    asked = [(judgement.text, judgement.group) for judgement in judgements]
    assert len(set(asked)) == len(asked)
