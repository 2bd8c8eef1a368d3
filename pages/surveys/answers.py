"""The answers to a survey in the Wagtail admin."""

from wagtail.contrib.forms.views import SubmissionsListView

from pages.spreadsheets import FormulaSafeExport


class AnswersView(FormulaSafeExport, SubmissionsListView):
    """The list of answers, with an export in which texts stay texts."""
