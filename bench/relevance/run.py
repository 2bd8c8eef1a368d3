"""The sections of the evaluation, each on its own data."""

import os
from collections.abc import Sequence

from django.core.management import call_command

from bench.relevance.evaluation import Section, evaluate
from bench.relevance.judgements import read_judgements
from bench.relevance.printing import print_failures, print_section
from bench.relevance.rules import Catalogue
from bench.relevance.systems import OWN, index_for_wagtail, wagtail_systems


def load_demo() -> None:
    """Load the demo and its index."""
    with open(os.devnull, "w") as nowhere:
        call_command("seed_demo", stdout=nowhere, stderr=nowhere)
    call_command("rebuild_search_index", verbosity=0)
    index_for_wagtail()


def run(wanted: Sequence[str], *, failures: bool) -> list[Section]:
    """Measure the wanted sections and print them."""
    load_demo()
    catalogue = Catalogue()
    systems = (OWN, *wagtail_systems())
    sections: list[Section] = []

    def add(section: Section, catalogue: Catalogue) -> None:
        sections.append(section)
        print_section(section)
        if failures:
            print_failures(section, catalogue)

    if "demo" in wanted:
        queries = [judgement.look_up(catalogue) for judgement in read_judgements()]
        add(evaluate("demo", queries, systems), catalogue)
    return sections
