"""What editors do most often on pages, for the admin's first page.

Pages are those in the language of the admin.
"""

from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from servicemap.dashboard import SHORTCUT, Shortcut

from .models import (
    EveningIndexPage,
    EveningPage,
    MunicipalityPage,
    NewsIndexPage,
    NewsPage,
    StrategyPage,
)

AnyPage = TypeVar("AnyPage", bound=Page)


def _first(kind: type[AnyPage], user: Any, action: str) -> AnyPage | None:
    """The first page of a kind on which the user may do something."""
    allowed = page_permission_policy.instances_user_has_permission_for(user, action)
    found: AnyPage | None = (
        kind.objects.filter(pk__in=allowed.values("pk"), locale__language_code=get_language())
        .order_by("path")
        .first()
    )
    return found


def _add_url(kind: type[Page], parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[*kind._meta.label_lower.split("."), parent.pk])


@hooks.register(SHORTCUT)
def write_news(request: HttpRequest) -> Shortcut | None:
    """News begin empty, below their index."""
    index = _first(NewsIndexPage, request.user, "add")
    return index and Shortcut(_("Write news"), "edit", _add_url(NewsPage, index), order=10)


@hooks.register(SHORTCUT)
def arrange_evening(request: HttpRequest) -> Shortcut | None:
    """An evening begins empty, below the others."""
    index = _first(EveningIndexPage, request.user, "add")
    return index and Shortcut(
        _("Arrange an association evening"), "comment", _add_url(EveningPage, index), order=20
    )


@hooks.register(SHORTCUT)
def update_strategy(request: HttpRequest) -> Shortcut | None:
    """What is under way and what is done."""
    strategy = _first(StrategyPage, request.user, "change")
    return strategy and Shortcut(
        _("Update the strategy"),
        "tasks",
        reverse("wagtailadmin_pages:edit", args=[strategy.pk]),
        order=30,
    )


@hooks.register(SHORTCUT)
def update_municipality_page(request: HttpRequest) -> Shortcut | None:
    """The page of the user's own municipality; those who may change all find them in the tree."""
    if page_permission_policy.user_has_permission(request.user, "add"):
        return None
    page = _first(MunicipalityPage, request.user, "change")
    return page and Shortcut(
        _("Update the page of %(municipality)s") % {"municipality": page.title},
        "site",
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        order=30,
    )
