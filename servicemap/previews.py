"""Previews in the admin's frames."""

from django.http import HttpResponse


def for_frame(response: HttpResponse) -> HttpResponse:
    """Let a preview be shown in the admin, whose own scripts look into it.

    The public pages' security policy lets nobody frame them and knows no inline styles.
    """
    # What django-csp's decorator does; previews have no view to decorate.
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
