"""What is wrong with an installation's settings of the pages."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from pages.video import is_host


@register()
def check_video_hosts(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuse hosts that would put more than a host into the security policy."""
    bad = [host for host in settings.VIDEO_HOSTS if not is_host(host)]
    if not bad:
        return []
    return [
        Error(
            f"VIDEO_HOSTS has what is no plain host name: {', '.join(map(repr, bad))}.",
            hint="Write for example VIDEO_HOSTS=www.youtube-nocookie.com,player.vimeo.com",
            id="pages.E001",
        )
    ]
