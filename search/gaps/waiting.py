"""What residents looked for in vain of late, as a card of the editors' first page."""

import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.gaps.counts import QueryCount
from search.gaps.report import NOT_FOUND, USUAL_DAYS, QueryReportView, public_search_url
from servicemap.dashboard import ROWS_SHOWN, Card, CardRow


def gaps(request: HttpRequest) -> Card | None:
    """What was not found within a month, what was asked for most first."""
    if not request.user.has_perm("search.view_querycount"):
        return None
    report = reverse(QueryReportView.index_url_name)
    today = timezone.localdate()
    first = today - datetime.timedelta(days=int(USUAL_DAYS) - 1)
    missed = QueryCount.objects.between(first, today).totals().filter(missed__gt=0)
    rows = [
        CardRow(
            f"”{row['query']}”",
            public_search_url(row),
            ngettext("%(count)d time in vain", "%(count)d times in vain", row["missed"])
            % {"count": row["missed"]},
        )
        for row in missed.order_by("-missed", "query")[:ROWS_SHOWN]
    ]
    return Card(
        heading=_("Searched for within a month, not found"),
        icon="search",
        count=missed.count(),
        url=f"{report}?{urlencode({'show': NOT_FOUND, 'days': USUAL_DAYS})}",
        link_text=_("All that was not found"),
        rows=rows,
        order=50,
    )
