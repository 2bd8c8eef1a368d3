"""Builders of surveys."""

from typing import Any

from pages.models import HomePage, SurveyField, SurveyIndexPage, SurveyPage
from tests.pages.factories import publish

FIELDS: tuple[dict[str, Any], ...] = (
    {"label": "Nimesi", "field_type": "singleline"},
    {"label": "Sähköpostiosoite", "field_type": "email", "required": False},
    {"label": "Aiheet", "field_type": "checkboxes", "choices": "Raha\nTilat\n"},
    {"label": "Aika", "field_type": "radio", "choices": "Ilta\nPäivä"},
    {"label": "Kunta", "field_type": "dropdown", "choices": "Lahti\nSysmä", "required": False},
    {"label": "Kuinka monta", "field_type": "number", "required": False},
    {"label": "Mihin mennessä", "field_type": "date", "required": False},
    {"label": "Muuta", "field_type": "multiline", "required": False},
    {"label": "Lupaan tulla", "field_type": "checkbox"},
)

ANSWERS: dict[str, Any] = {
    "nimesi": "Kylätoimikunta",
    "aiheet": ["Raha", "Tilat"],
    "aika": "Ilta",
    "lupaan_tulla": "on",
}
"""What a person answers, with everything that is required."""


def survey_index(home: HomePage) -> SurveyIndexPage:
    """The list of surveys."""
    return publish(home, SurveyIndexPage(title="Kyselyt"))


def survey(index: SurveyIndexPage, **fields: Any) -> SurveyPage:
    """A survey with a question of each kind, open unless it is told otherwise."""
    placing = {name: fields.pop(name) for name in ("translation_of", "live") if name in fields}
    questions = fields.pop("fields", FIELDS)
    page = SurveyPage(
        **{"title": "Kysely", "purpose": "Suunnittelemme iltoja.", "keep_days": 90, **fields}
    )
    page.form_fields = [
        SurveyField(sort_order=number, **question) for number, question in enumerate(questions)
    ]
    return publish(index, page, **placing)
