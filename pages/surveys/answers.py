"""The answers to a survey in the Wagtail admin."""

from wagtail.contrib.forms.views import SubmissionsListView

from servicemap.spreadsheets import SafeExport


class AnswersView(SafeExport, SubmissionsListView):
    """The list of answers, with an export in which texts stay texts."""
