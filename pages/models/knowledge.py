"""The knowledge bank: guides for associations, by topic."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from pages import advice
from pages.blocks.listings import ChosenBlock
from pages.contents import parts_of
from pages.grants.listing import Shown
from pages.knowledge.structured_data import guide_data
from pages.knowledge.words import matching
from pages.public_pages import only_public
from servicemap.good_content import GoodContent
from servicemap.json_ld import as_json_ld
from servicemap.models import Grant, Listing, site_today

from .base import PortalPage
from .body import BodyPage
from .guide_topics import GuideTopic
from .updated import KeptUpToDate
from .usefulness import AsksUsefulness

OWN_ANCHORS = ("main", "contents-title", "related", "usefulness-title")
"""What the guide's template itself calls its parts."""


class KnowledgeBankPage(PortalPage):
    """All guides by topic; ``?topic=`` shows one topic's, ``?q=`` those with the words."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.GuidePage"]

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("lead"),
        HelpPanel(
            _(
                "<p>The guides are the pages below this one. Their topics are in the menu under "
                "Settings.</p>"
            )
        ),
    ]

    class Meta:
        verbose_name = _("knowledge bank")
        verbose_name_plural = _("knowledge banks")

    def guides(self) -> "PageQuerySet[GuidePage]":
        """Return the guides that everyone may see, by topic and then in the editors' order."""
        guides = only_public(GuidePage.objects.child_of(self).live())
        found: PageQuerySet[GuidePage] = guides.select_related(
            "topic", "alias_of__locale"
        ).order_by("topic__order", "topic__name", "path")
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``groups``, ``topics``, ``chosen`` and ``words``; see the template."""
        everything = list(self.guides())
        counted: dict[GuideTopic, int] = {}
        for guide in everything:
            counted[guide.topic] = counted.get(guide.topic, 0) + 1
        slug, words = request.GET.get("topic"), request.GET.get("q", "").strip()[:100]
        chosen = next((topic for topic in counted if topic.slug == slug), None)
        shown = [guide for guide in everything if chosen is None or guide.topic == chosen]
        if words:
            shown = matching(shown, words, self.locale.language_code)
        groups: dict[GuideTopic, list[GuidePage]] = {}
        for guide in shown:
            groups.setdefault(guide.topic, []).append(guide)
        return {
            **super().get_context(request, *args, **kwargs),
            "groups": [{"topic": topic, "guides": rows} for topic, rows in groups.items()],
            "topics": [{"topic": topic, "count": count} for topic, count in counted.items()],
            "chosen": chosen,
            "words": words,
            "count": len(shown),
            "total": len(everything),
        }


class GuidePage(AsksUsefulness, KeptUpToDate):
    """A guide: what to do, step by step, with checklists, files and where to go from here."""

    parent_page_types = ["pages.KnowledgeBankPage"]
    subpage_types: list[str] = []

    topic = models.ForeignKey(
        GuideTopic, on_delete=models.PROTECT, related_name="+", verbose_name=_("topic")
    )
    asks_usefulness = models.BooleanField(
        _("ask readers “Was this of use?”"),
        default=True,
        help_text=AsksUsefulness._meta.get_field("asks_usefulness").help_text,
    )
    related_listings = StreamField(
        ChosenBlock(required=False),
        verbose_name=_("listings that help"),
        blank=True,
        help_text=_("Associations, facilities and activities on the map that the guide is about."),
    )
    related_grants = ParentalManyToManyField(
        "servicemap.Grant", blank=True, related_name="guides", verbose_name=_("grants")
    )
    related_guides = StreamField(
        [("guide", PageChooserBlock(page_type="pages.GuidePage", label=_("Guide")))],
        verbose_name=_("read next"),
        blank=True,
        max_num=6,
        help_text=_(
            "Shown in the reader's language, when they are translated. Two or three are enough."
        ),
    )

    search_fields = [
        *BodyPage.search_fields,
        index.FilterField("topic"),
        index.RelatedFields("topic", [index.SearchField("display_name")]),
    ]

    content_panels = [
        GoodContent(advice.GUIDE),
        *BodyPage.content_panels,
        FieldPanel("lead"),
        FieldRowPanel([FieldPanel("topic"), FieldPanel("updated_on")]),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("related_listings"),
                FieldPanel("related_grants", widget=forms.CheckboxSelectMultiple),
                FieldPanel("related_guides"),
            ],
            heading=_("Where to go from here"),
        ),
    ]

    settings_panels = [*BodyPage.settings_panels, FieldPanel("asks_usefulness")]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``parts``, ``contents``, ``listings``, ``grants``, ``guides``; see the template."""
        parts = parts_of(self.body, OWN_ANCHORS)
        context = super().get_context(request, *args, **kwargs)
        bank = self.get_parent()
        return {
            **context,
            "bank": bank if bank.live else None,
            "parts": parts,
            "contents": [part for part in parts if part.anchor],
            "listings": self._listings(),
            "grants": self._grants(is_draft=getattr(request, "is_preview", False)),
            "guides": self._guides() if self.related_guides else [],
            "structured_data": as_json_ld([guide_data(request, self)]),
        }

    def _listings(self) -> list[Listing]:
        chosen = (child.value for child in self.related_listings)
        return [listing for listing in chosen if listing and listing.live]

    def _grants(self, is_draft: bool) -> list[Shown]:
        if is_draft:
            # What an editor has just chosen is not in the database yet.
            chosen = [grant.pk for grant in self.related_grants.all()]
            grants = Grant.objects.published().filter(pk__in=chosen)
        else:
            grants = Grant.objects.published().filter(guides=self)
        grants = grants.select_related("funder_municipality").prefetch_related("periods")
        today = site_today()
        return [Shown(grant, grant.status(today)) for grant in grants]

    def _guides(self) -> "PageQuerySet[GuidePage]":
        """Return the related guides that everyone may see, each in this page's language if it is
        translated, in the editor's order. Makes one query when it is read.
        """
        # Their numbers only: reading the pages that were chosen would be another query.
        pks = [child["value"] for child in self.related_guides.raw_data]
        positions = [When(pk=pk, then=Value(number)) for number, pk in enumerate(pks)]
        chosen = (
            Page.objects.filter(pk__in=pks, translation_key=OuterRef("translation_key"))
            .annotate(position=Case(*positions, output_field=models.IntegerField()))
            .order_by("position")
            .values("position")
        )
        guides = only_public(GuidePage.objects.live().filter(locale_id=self.locale_id))
        found: PageQuerySet[GuidePage] = (
            guides.select_related("alias_of__locale")
            .annotate(position=Subquery(chosen[:1]))
            .filter(position__isnull=False)
            .exclude(pk=self.pk)
            .order_by("position")
        )
        return found
