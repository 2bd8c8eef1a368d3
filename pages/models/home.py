"""The home page: one for each language, at the root of that language's pages."""

from dataclasses import asdict
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from pages import advice
from pages.blocks.home import ExamplesBlock, TopicsBlock
from pages.figures import (
    count_by_category,
    count_by_target_group,
    count_map,
    map_figures,
    strategy_figure,
    subtrees,
)
from pages.region_map import region_map
from servicemap.good_content import GoodContent
from servicemap.models import Category, TargetGroup

from .base import PortalPage
from .news import NewsIndexPage, NewsPage
from .strategy import StrategyPage

NEWS_ON_HOME = 3


def search_url(**parameters: str) -> str:
    """Return the address of the search page with those parameters that have a value."""
    given = {name: value for name, value in parameters.items() if value}
    return f"{reverse('search')}?{urlencode(given)}"


class HomePage(PortalPage):
    """One question, a search box, the region, topics, news and figures."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.ContactsPage",
        "pages.EveningIndexPage",
        "pages.GrantsPage",
        "pages.LandingPage",
        "pages.KnowledgeBankPage",
        "pages.MunicipalityIndexPage",
        "pages.NewsIndexPage",
        "pages.OperatingModelPage",
        "pages.StandardPage",
        "pages.StrategyIndexPage",
        "pages.SurveyIndexPage",
    ]

    question = models.CharField(
        _("question"), max_length=80, help_text=_("The heading over the search box.")
    )
    placeholder = models.CharField(
        _("hint in the search box"),
        max_length=80,
        blank=True,
        help_text=_("For example: swimming, choir or meeting room."),
    )
    examples = StreamField(
        ExamplesBlock(),
        verbose_name=_("example searches"),
        blank=True,
        help_text=_("Shown under the search box as links."),
    )
    topics = StreamField(
        TopicsBlock(),
        verbose_name=_("topics"),
        blank=True,
        help_text=_("Ways in, shown with the number of listings."),
    )

    content_panels = [
        GoodContent(advice.HOME),
        *PortalPage.content_panels,
        FieldPanel("question"),
        FieldPanel("lead"),
        FieldPanel("placeholder"),
        FieldPanel("examples"),
        FieldPanel("topics"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add everything the page shows, counted from the map; see the template."""
        counts = count_map()
        figures = map_figures(counts)
        strategy = self._strategy_in_force()
        if strategy is not None:
            figures.append(strategy_figure(len(strategy.spearheads), strategy.action_count))
        published = NewsPage.objects.descendant_of(self).published()
        news = list(published.pinned_first(timezone.localdate())[:NEWS_ON_HOME])
        return {
            **super().get_context(request, *args, **kwargs),
            "region_map": region_map(counts.by_municipality),
            "topics": self._topics_with_counts(),
            "examples": self._example_links(),
            "news": news,
            "news_url": self._news_url(request),
            "figures": [asdict(figure) for figure in figures],
            "strategy_url": strategy.get_url(request) if strategy else "",
        }

    def _example_links(self) -> list[dict[str, str]]:
        examples = [block.value for block in self.examples]
        return [
            {
                "text": value["text"],
                "url": search_url(q=value["query"] or value["text"], price=value["price"]),
            }
            for value in examples
        ]

    def _strategy_in_force(self) -> StrategyPage | None:
        return StrategyPage.objects.descendant_of(self).live().order_by("path").first()

    def _news_url(self, request: HttpRequest) -> str:
        index = NewsIndexPage.objects.child_of(self).live().first()
        return str(index.get_url(request)) if index else ""

    def _topics_with_counts(self) -> list[dict[str, Any]]:
        """Return the topics with titles, addresses and counts. Makes up to eight queries."""
        values = [block.value for block in self.topics]
        if not values:
            return []
        categories = list(Category.objects.defer("search_terms"))
        chosen = [value["category"] for value in values if value["category"]]
        by_category = count_by_category(subtrees(categories, chosen))
        groups = [value["target_group"] for value in values if value["target_group"]]
        by_group = count_by_target_group(groups)
        names = {entry.slug: entry.display_name for entry in categories}
        group_names = {entry.slug: entry.display_name for entry in TargetGroup.objects.all()}
        topics = []
        for value in values:
            category, group = value["category"], value["target_group"]
            if category in names:
                title, count = names[category], by_category[category]
                url = search_url(category=category)
            elif group in group_names:
                title, count = group_names[group], by_group[group]
                url = search_url(target=group)
            else:
                # The register's entry is gone: nothing to lead to.
                continue
            topics.append({"title": value["title"] or title, "url": url, "count": count})
        return topics
