"""The answers to a survey in the Wagtail admin."""

from typing import Any

from django.db.models import QuerySet
from wagtail.contrib.forms.views import SubmissionsListView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from servicemap.spreadsheets import SafeExport


class AnswersView(SafeExport, SubmissionsListView):
    """The list of answers, with an export in which texts stay texts."""

    def export_contents(self) -> object:
        """The survey."""
        return self.form_page.title


def answers_for(user: Any, editable_forms: QuerySet[Page]) -> QuerySet[Page]:
    """Return the forms whose answers a user may read and delete: those that they may publish.

    Wagtail shows them to whoever may edit the page.
    """
    public = page_permission_policy.instances_user_has_permission_for(user, "publish")
    return editable_forms.filter(pk__in=public.values("pk"))
