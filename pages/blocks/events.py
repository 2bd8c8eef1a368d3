"""The next events."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from servicemap.events import next_events

from .registers import SlugChoiceBlock, municipality_choices, theme_choices

MOST_EVENTS = 12
LONGEST_DAYS = 180


class EventsBlock(blocks.StructBlock):
    """What takes place once or for a few days, soonest first."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    count = blocks.IntegerBlock(
        label=_("At most how many"), default=5, min_value=1, max_value=MOST_EVENTS, required=True
    )
    days = blocks.IntegerBlock(
        label=_("Within how many days"),
        default=60,
        min_value=1,
        max_value=LONGEST_DAYS,
        required=True,
    )
    municipality = SlugChoiceBlock(
        label=_("Municipality"), choices=municipality_choices, required=False
    )
    theme = SlugChoiceBlock(label=_("Wellbeing theme"), choices=theme_choices, required=False)

    class Meta:
        label = _("Next events")
        icon = "date"
        template = "pages/blocks/events.html"
        description = _(
            "Activities that take place once, soonest first, and a way to the calendar. Weekly "
            "groups are in the calendar only: there would be room for nothing else."
        )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add ``events`` and ``calendar_url``, which has weekly groups too. Makes one query."""
        context = super().get_context(value, parent_context=parent_context)
        asked = {name: value[name] for name in ("municipality", "theme") if value[name]}
        events = next_events(
            timezone.now(),
            datetime.timedelta(days=min(value["days"] or 1, LONGEST_DAYS)),
            min(value["count"] or 1, MOST_EVENTS),
            **asked,
        )
        calendar_url = "?".join(filter(None, (reverse("calendar"), urlencode(asked))))
        return {**context, "events": events, "calendar_url": calendar_url}

    def get_preview_value(self) -> Any:
        """Three of the whole region."""
        return self.normalize(
            {
                "title": gettext("Next events"),
                "count": 3,
                "days": LONGEST_DAYS,
                "municipality": "",
                "theme": "",
            }
        )
