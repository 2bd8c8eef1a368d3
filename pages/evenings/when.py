"""When something is, from one moment to another, in the reader's words."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def span_text(starts: datetime.datetime, ends: datetime.datetime) -> str:
    """Return “tiistai 3.2.2026 klo 17.00–19.30” in the active language and the site's time."""
    first, last = timezone.localtime(starts), timezone.localtime(ends)
    values = {
        "day": f"{date_format(first, 'l')} {date_format(first, 'DATE_FORMAT')}",
        "from": date_format(first, "TIME_FORMAT"),
        "to": date_format(last, "TIME_FORMAT"),
    }
    if first.date() == last.date():
        return _("%(day)s at %(from)s–%(to)s") % values
    return _("%(day)s at %(from)s – %(to)s") % {
        **values,
        "to": date_format(last, "DATETIME_FORMAT"),
    }
