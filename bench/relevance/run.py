"""The sections of the evaluation, each on its own data."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.management import CommandError, call_command, get_commands

from bench.relevance import services
from bench.relevance.evaluation import Section, evaluate
from bench.relevance.inflection import read_vocabulary
from bench.relevance.judgements import Query, read_judgements
from bench.relevance.printing import print_failures, print_section
from bench.relevance.rules import Catalogue
from bench.relevance.systems import OWN, System, index_for_wagtail, wagtail_systems
from servicemap.models import Activity

GENERATED = 3000
"""Listings around the demo's in the last section."""

AMONG_GENERATED = frozenset({"name", "inflected", "typo"})
"""Classes of query asked again among generated listings."""


@dataclass
class Run:
    """What is measured so far."""

    failures: bool
    sections: list[Section] = field(default_factory=list)
    systems: tuple[System, ...] = (OWN, *wagtail_systems())

    def add(
        self, name: str, queries: Sequence[Query], catalogue: Catalogue, *, budgeted: bool = True
    ) -> None:
        """Measure and print a section."""
        section = evaluate(name, queries, self.systems, budgeted=budgeted)
        self.sections.append(section)
        print_section(section)
        if self.failures:
            print_failures(section, catalogue)


def _quietly(command: str, *arguments: str) -> None:
    with open(os.devnull, "w") as nowhere:
        call_command(command, *arguments, stdout=nowhere, stderr=nowhere)


def _index() -> None:
    call_command("rebuild_search_index", verbosity=0)
    index_for_wagtail()


def _measure_services(run: Run) -> None:
    """On the services alone, which are taken away after."""
    if not services.FILE.exists():
        print(f"\nNo {services.FILE.name} beside the project: its services are not searched.")
        return
    _quietly("load_registers")
    found = services.read_services()
    keys = services.save_services(found)
    _index()
    synonyms = services.synonym_queries(found, keys)
    names = services.name_queries(found, keys)
    run.add("services, synonyms nowhere", synonyms, Catalogue(), budgeted=False)
    services.save_synonyms(found)
    _index()
    run.add("services, synonyms as keywords", [*synonyms, *names], Catalogue())
    Activity.objects.all().delete()


def _measure_among_generated(run: Run) -> None:
    """On the demo with synthetic listings around it."""
    if "generate_listings" not in get_commands():
        print("\nThere is no command generate_listings: nothing is measured among its listings.")
        return
    try:
        _quietly("generate_listings", str(GENERATED), "--no-index")
    except CommandError as error:
        print(f"\ngenerate_listings failed: {error}")
        return
    _index()
    catalogue = Catalogue()
    judgements = [one for one in read_judgements() if one.group in AMONG_GENERATED]
    queries = [judgement.look_up(catalogue) for judgement in judgements]
    run.add(f"demo among {GENERATED} generated", queries, catalogue)


def measure(wanted: Sequence[str], *, failures: bool) -> list[Section]:
    """Measure the wanted sections and print them."""
    run = Run(failures)
    if "services" in wanted:
        _measure_services(run)
    if not {"demo", "vocabulary", "generated"}.intersection(wanted):
        return run.sections
    _quietly("seed_demo")
    _index()
    catalogue = Catalogue()
    if "demo" in wanted:
        queries = [judgement.look_up(catalogue) for judgement in read_judgements()]
        run.add("demo", queries, catalogue)
    if "vocabulary" in wanted:
        run.add("vocabulary of the demo", read_vocabulary(catalogue), catalogue)
    if "generated" in wanted:
        _measure_among_generated(run)
    return run.sections
