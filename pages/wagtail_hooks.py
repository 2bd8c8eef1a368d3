"""What the pages add to the Wagtail admin."""

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from pages import action_menu as _action_menu  # noqa: F401
from pages import shortcuts as _shortcuts  # noqa: F401
from pages.evenings import admin_hooks as _evenings  # noqa: F401
from pages.knowledge.admin import GuideTopicAdmin
from pages.saved_search import warn_of_empty_searches
from pages.surveys.answers import answers_for
from pages.text_links import register_text_links
from pages.usefulness.admin import UsefulnessNoteAdmin
from pages.usefulness.report import UsefulnessReportView

modeladmin_register(UsefulnessNoteAdmin)
modeladmin_register(GuideTopicAdmin)
hooks.register("filter_form_submissions_for_user", answers_for)
for _saved in ("after_create_page", "after_edit_page"):
    hooks.register(_saved, warn_of_empty_searches)
# After Wagtail's own, which it takes the place of.
hooks.register("register_rich_text_features", register_text_links, order=100)


@hooks.register("register_admin_urls")
def usefulness_report_urls() -> list[URLPattern]:
    """The report of what readers answered."""
    return [
        path("reports/usefulness/", UsefulnessReportView.as_view(), name="usefulness_report"),
        path(
            "reports/usefulness/results/",
            UsefulnessReportView.as_view(results_only=True),
            name="usefulness_report_results",
        ),
    ]


class UsefulnessReportMenuItem(MenuItem):
    """Shown to those who may open the report."""

    def is_shown(self, request: object) -> bool:
        """Whoever may do something to pages."""
        user = getattr(request, "user", None)
        view = UsefulnessReportView()
        return bool(
            view.permission_policy.user_has_any_permission(user, view.any_permission_required)
        )


@hooks.register("register_reports_menu_item")
def usefulness_report_menu_item() -> MenuItem:
    """Lead to the report."""
    return UsefulnessReportMenuItem(
        _("Was this of use?"),
        reverse_lazy("usefulness_report"),
        name="usefulness",
        icon_name="help",
        order=900,
    )
