"""What every page of the portal has."""

import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from pages.blocks.media import SHARED_PICTURE
from pages.navigation import Wayfinder
from pages.search_texts import texts_of, with_relations
from pages.translations import source_language
from servicemap.previews import for_frame
from servicemap.search_texts import SearchTexts

from .page_form import PortalPageForm


class PortalPage(Page):
    """A page with a lead: one or two sentences under the title."""

    base_form_class = PortalPageForm
    SAME_IN_ALL_LANGUAGES: ClassVar[frozenset[str]] = frozenset()
    """Fields that no translation has of its own."""
    SHOWS_ONE_MUNICIPALITY: ClassVar[bool] = False
    """Whether the parameter ``municipality``, a code, makes the page show that one alone."""
    is_cancelled = False
    """Whether the page is of something that does not take place after all."""

    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences. Shown under the title, in lists and to search engines."),
    )
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Shown when the page is shared in other services."),
    )

    search_fields = [*Page.search_fields, index.SearchField("lead")]

    promote_panels = [*Page.promote_panels, FieldPanel("image")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``source_language``: the code of an untranslated page's language, else empty."""
        language = source_language(self)
        return {**super().get_context(request, *args, **kwargs), "source_language": language}

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """As Wagtail's, which looks at all pages above.

        Where nothing is restricted, it makes no query if the page has been found by its address,
        and one otherwise.
        """
        any_is_restricted = getattr(self, "any_is_restricted", None)
        if any_is_restricted is None:
            any_is_restricted = PageViewRestriction.objects.exists()
        if not any_is_restricted:
            return PageViewRestriction.objects.none()
        restrictions: models.QuerySet[PageViewRestriction] = super().get_view_restrictions()
        return restrictions

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """As readers will see it, in the admin's frame."""
        Wayfinder.of(request).belong_to(self)
        return for_frame(super().serve_preview(request, mode_name))

    def search_texts(self) -> SearchTexts:
        """What the page says, for those who search: all of its ``search_fields``."""
        return texts_of(self)

    @classmethod
    def with_what_it_says(cls, pages: PageQuerySet) -> PageQuerySet:
        """Return pages of this type with what ``search_texts`` reads of others, at once for all."""
        return with_relations(pages)

    @property
    def municipality_codes(self) -> frozenset[str]:
        """The codes of the municipalities that the page is of; none where it is of all."""
        return frozenset()

    @property
    def day(self) -> datetime.date | None:
        """The day that the page is of, said beside its title; None for most."""
        return None

    @property
    def past_from(self) -> datetime.date | None:
        """The day from which the page tells of something past; None for what does not grow old."""
        return None

    @property
    def meta_description(self) -> str:
        """What search engines show: the text made for them, else the lead."""
        return str(self.search_description or self.lead)

    @property
    def picture_to_share(self) -> Any:
        """The picture that stands for the page, None without one. Up to a query."""
        return self.image

    @cached_property
    def share_picture(self) -> Any:
        """That picture in the form in which it is shared; None without one. Up to 2 queries."""
        image = self.picture_to_share
        try:
            return image.get_rendition(SHARED_PICTURE) if image else None
        except SourceImageIOError:
            # The file is gone: the page is worth showing all the same.
            return None
