"""Every address below /admin/, by its name, and what takes the place of its parameters."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.urls import URLPattern, get_resolver

ADMIN = "admin/"


@dataclass(frozen=True)
class Address:
    """A pattern of the URL resolver."""

    name: str
    """With its namespaces; two patterns of one name are told apart by their parameters."""

    route: str
    parameters: tuple[str, ...]

    def path(self, values: Mapping[str, Any]) -> str:
        """The path with the values in the place of the parameters."""
        path = re.sub(
            r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), _without_groups(self.route)
        )
        return "/" + re.sub(r"[\^$]|\\(?=[.\-])", "", path)


def _without_groups(route: str) -> str:
    return re.sub(r"\(\?P<(\w+)>(?:[^()\[\]]|\[[^\]]*\])*\)", r"<\1>", route)


def addresses() -> list[Address]:
    """All of them, in the resolver's order."""
    found = [one for one in _walk(get_resolver().url_patterns, "", ()) if one.name]
    names = [one.name for one in found]
    return [
        Address(f"{one.name} {' '.join(one.parameters)}", one.route, one.parameters)
        if names.count(one.name) > 1
        else one
        for one in found
    ]


def _walk(patterns: Any, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if route.startswith(ADMIN):
                name = ":".join([*namespaces, pattern.name or route])
                parameters = tuple(re.findall(r"<(?:\w+:)?(\w+)>", _without_groups(route)))
                yield Address(name, route, parameters)
        elif route.startswith(ADMIN):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, route, inner)


def values_for(
    address: Address, rules: list[tuple[str, Mapping[str, Any]]]
) -> dict[str, Any] | None:
    """The first value that a rule has for each parameter; None if one is missing."""
    values: dict[str, Any] = {}
    for parameter in address.parameters:
        for pattern, given in rules:
            if parameter in given and fnmatchcase(address.name, pattern):
                values[parameter] = given[parameter]
                break
        else:
            return None
    return values
