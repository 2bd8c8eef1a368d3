"""The demo's surveys and sign-ups: one of each open, and one that has closed."""

import datetime
from typing import Any

from django.utils import timezone

from pages.models import HomePage, SurveyField, SurveyIndexPage, SurveyPage

from .bodies import body_blocks
from .site_pages import PageLoader, index_page, read


def load_surveys(today: datetime.date) -> int:
    """Create the pages that are missing; return how many."""
    content = read("surveys")
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    loader = PageLoader({code: home.locale for code, home in homes.items()})
    for code, home in homes.items():
        index = index_page(SurveyIndexPage, content, code)
        index.show_in_menus = False
        index = loader.load(home, index, "surveys", code)
        for row in content["survey"]:
            if code in row:
                loader.load(index, _survey(row, code, today), f"survey/{row['key']}", code)
    loader.add_stand_ins()
    return loader.created


def _survey(row: dict[str, Any], code: str, today: datetime.date) -> SurveyPage:
    texts = row[code]
    page = SurveyPage(
        **{field: texts[field] for field in ("title", "slug", "lead", "purpose", "thanks")},
        confirmation=texts.get("confirmation", ""),
        keep_days=row["keep_days"],
        opens_at=_moment(today, row["opens_in"], 8),
        closes_at=_moment(today, row["closes_in"], 20),
        body=body_blocks(texts["body"], code),
    )
    page.form_fields = [
        SurveyField(sort_order=number, **field) for number, field in enumerate(texts["fields"])
    ]
    return page


def _moment(today: datetime.date, days: int, hour: int) -> datetime.datetime:
    day = today + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))
