"""A search as a calendar file: every activity it finds, as long as anybody subscribes to it."""

import datetime
import hashlib
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.asked import Asked
from search.asking import ask
from search.calendar.events import activities, changed_at, events
from search.engines import get_engine
from search.engines.base import Scheduled, SearchRequest
from search.facets import present_all
from search.page.chips import chosen_chips
from servicemap.calendar_file.content_lines import text_value, utc_value
from servicemap.calendar_file.file import calendar_text
from servicemap.calendar_file.publisher import Publisher
from servicemap.models import ListingKind
from servicemap.public_address import site_url

MAX_ACTIVITIES = 1_000
"""Activities in a feed: the first ones in the order of the search. The feed says so itself."""

REFRESH = "PT6H"
"""How often calendars are asked to look again, as a duration after RFC 5545."""

FORM = 2
"""Another number when feeds are written another way, so that nobody keeps an old one."""


@dataclass(frozen=True)
class Feed:
    """A search as somebody subscribes to it; nothing is read of activities yet.

    ``total`` counts the activities that are found, ``things`` are those that are in the feed.
    """

    asked: Asked
    parameters: QueryDict
    language: str
    publisher: Publisher
    total: int
    things: tuple[Scheduled, ...]

    @property
    def etag(self) -> str:
        """A value that changes when the feed does."""
        telling = (FORM, self.parameters.urlencode(), self.language, site_url(), self.total)
        # What is over leaves the feed as days go by.
        digest = hashlib.blake2b(repr((telling, timezone.localdate())).encode(), digest_size=16)
        for thing in self.things:
            digest.update(repr((thing.object_id, thing.stamp)).encode())
            for start in thing.starts or ():
                digest.update(int(start.timestamp()).to_bytes(8, "big", signed=True))
        return f'"{digest.hexdigest()}"'

    @property
    def is_clipped(self) -> bool:
        """Whether a span of days is asked for: nothing else is in the feed then."""
        said = any(limit.period for limit in self.asked.query.limits)
        return said or self.asked.request.period is not None


@dataclass(frozen=True)
class Written:
    """A feed as a file, and when anything in it was last changed."""

    text: str
    changed: datetime.datetime | None


def feed_of(
    wanted: SearchRequest, parameters: QueryDict, language: str, publisher: Publisher
) -> Feed:
    """Ask for what a search finds, as its page does, and leave out all but activities."""
    asked = ask(wanted)
    activity = {**wanted.selected, "kind": (str(ListingKind.ACTIVITY),)}
    found = get_engine().scheduled(replace(wanted, selected=activity), asked.query, MAX_ACTIVITIES)
    return Feed(asked, parameters, language, publisher, *found)


def write(feed: Feed, site_name: str, own_url: str, search_url: str) -> Written:
    """Write a feed in the active language. Makes at most ten queries, however long it is."""
    starts = {thing.object_id: thing.starts for thing in feed.things}
    found = activities(starts)
    written_events = [
        event
        for activity in sorted(found, key=lambda one: one.pk)
        for event in events(activity, feed.publisher, starts[activity.pk], clipped=feed.is_clipped)
    ]
    changed = max(map(changed_at, found), default=None)
    title = f"{site_name}: {_title(feed)}"
    properties = [
        *_described(feed),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"SOURCE;VALUE=URI:{own_url}",
        f"URL:{search_url}",
        *([f"LAST-MODIFIED:{utc_value(changed)}"] if changed else []),
    ]
    return Written(calendar_text(title, written_events, properties), changed)


def _described(feed: Feed) -> list[str]:
    if feed.total <= len(feed.things):
        return []
    text = ngettext(
        "The first %(shown)d of %(total)d activity. Narrow the search to get all of it.",
        "The first %(shown)d of %(total)d activities. Narrow the search to get all of it.",
        feed.total,
    ) % {"shown": len(feed.things), "total": feed.total}
    return [f"DESCRIPTION:{text_value(text)}", f"X-WR-CALDESC:{text_value(text)}"]


def _title(feed: Feed) -> str:
    """Say the search in words: what was typed and what was chosen."""
    wanted = replace(feed.asked.request, page=1, size=1)
    facets = present_all(replace(feed.asked, request=wanted).search().facets, wanted.selected)
    chosen = [chip.value for chip in chosen_chips(feed.parameters, wanted, facets)]
    return ", ".join([*filter(None, [wanted.text]), *chosen]) or _("Activities")
