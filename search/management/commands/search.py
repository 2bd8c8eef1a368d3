"""Searches from the command line."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.answers import answer_of
from search.asking import ask
from search.forms import MAX_PAGE_SIZE, SearchForm


class Command(BaseCommand):
    """Answer as the API does: the same results in the same order."""

    help = "Search what is published, as the search page and the API do."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the query, and options that are named as in the API."""
        parser.add_argument("query", help="words, in any inflected form")
        parser.add_argument("--json", action="store_true", help="print the API's answer")
        parser.add_argument("--lang", default=settings.LANGUAGE_CODE, help="fi, sv or en")
        parser.add_argument("--size", default="10", help=f"results, at most {MAX_PAGE_SIZE}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search and print."""
        data = {"q": options["query"], "lang": options["lang"], "size": options["size"]}
        form = SearchForm(data)
        if not form.is_valid():
            raise CommandError(
                " ".join(
                    f"{name}: {' '.join(map(str, found))}" for name, found in form.errors.items()
                )
            )
        asked = ask(form.request())
        answer = answer_of(asked, options["lang"])
        if options["json"]:
            text = json.dumps(answer, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            self.stdout.write(text)
            return
        self._tell_reading(answer)
        total = answer["total"]
        self.stdout.write(
            ngettext("%(count)d result", "%(count)d results", total) % {"count": total}
        )
        for result in answer["results"]:
            place = f" ({result['municipality']})" if result["municipality"] else ""
            self.stdout.write(f"{result['kind']:<12} {result['name']}{place}  {result['url']}")

    def _tell_reading(self, answer: dict[str, Any]) -> None:
        """Say what was searched for where it is not what was typed."""
        if corrected := answer["query"]["corrected"]:
            self.stdout.write(_("Showing results for “%(query)s”.") % {"query": corrected})
        relaxed = answer["relaxed"]
        for broader in relaxed.get("broader", ()):
            self.stdout.write(_("Not found: %(word)s. Showing: %(shown)s.") % broader)
        if words := relaxed["words"]:
            self.stdout.write(
                _("Nothing here holds these words: %(words)s.") % {"words": ", ".join(words)}
            )
        if meanings := relaxed["meanings"]:
            named = ", ".join(meaning["label"] for meaning in meanings)
            self.stdout.write(
                _("Nothing met everything you asked for. Left out: %(limits)s.") % {"limits": named}
            )
        if relaxed["some_words"]:
            self.stdout.write(_("Nothing has all of your words. These have some of them."))
