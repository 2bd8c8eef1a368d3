"""What browsers are told to refuse."""

import pytest
from django.test import Client

INLINE = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*")


def directives(policy: str) -> dict[str, list[str]]:
    """A Content-Security-Policy by directive."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: values for name, *values in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/fi/haku/", "/fi/ei-ole/", "/api/v1/search?q=kuoro", "/healthz"])
def test_public_answers_allow_nothing_inline_and_nobody_else(client: Client, path: str) -> None:
    policy = directives(client.get(path).headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    for name, values in policy.items():
        assert not [value for value in values for bad in INLINE if bad in value], name


@pytest.mark.django_db
def test_other_headers_are_there(client: Client) -> None:
    headers = client.get("/fi/haku/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
