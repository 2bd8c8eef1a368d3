"""Videos of other services: whose they are, and what address plays them in a frame."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

YOUTUBE_HOSTS = frozenset(
    {"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com", "youtu.be"}
)
VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})

_YOUTUBE_ID = re.compile(r"^[\w-]{11}$", re.ASCII)
_YOUTUBE_PATH = re.compile(r"^/(?:embed|shorts|live)/([\w-]{11})/?$", re.ASCII)
_VIMEO_PATH = re.compile(r"^/(?:video/)?(\d{5,12})/?$", re.ASCII)
_PEERTUBE_PATH = re.compile(r"^/(?:w|videos/watch|videos/embed)/([\w-]{10,40})/?$", re.ASCII)
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")


@dataclass(frozen=True)
class Frame:
    """What plays a video inside a page."""

    host: str
    url: str


def is_host(name: str) -> bool:
    """Whether a setting's value is a plain name of a machine, as a security policy wants it."""
    return bool(_HOST.match(name))


def find_frame(url: str) -> Frame | None:
    """Return what plays the video at an address, whoever may; None if it is no video we know.

    YouTube, Vimeo, and any PeerTube by the form of its addresses.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or not is_host(host):
        return None
    if host in YOUTUBE_HOSTS:
        return _youtube(host, parts.path, parts.query)
    if host in VIMEO_HOSTS:
        found = _VIMEO_PATH.match(parts.path)
        # “Do not track” keeps the player from setting cookies.
        return _frame("player.vimeo.com", f"/video/{found[1]}?dnt=1") if found else None
    found = _PEERTUBE_PATH.match(parts.path)
    return _frame(host, f"/videos/embed/{found[1]}") if found else None


def allowed_frame(url: str) -> Frame | None:
    """Return what plays the video, if the setting ``VIDEO_HOSTS`` names its host."""
    frame = find_frame(url)
    return frame if frame and frame.host in settings.VIDEO_HOSTS else None


def _youtube(host: str, path: str, query: str) -> Frame | None:
    in_path = _YOUTUBE_PATH.match(path)
    if in_path:
        identifier = in_path[1]
    elif host == "youtu.be":
        identifier = path.strip("/")
    else:
        identifier = parse_qs(query).get("v", [""])[0]
    if not _YOUTUBE_ID.match(identifier):
        return None
    return _frame("www.youtube-nocookie.com", f"/embed/{identifier}")


def _frame(host: str, path: str) -> Frame:
    return Frame(host, f"https://{host}{path}")
