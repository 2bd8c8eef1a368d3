"""What a grant's page says to machines: schema.org, as JSON-LD."""

from typing import Any

from django.utils.safestring import SafeString

from servicemap.json_ld import Node, as_json_ld
from servicemap.models import Grant
from servicemap.structured_data import Absolute


def structured_data(grant: Grant, absolute: Absolute) -> SafeString:
    """Return the grant as JSON, safe inside a script element.

    An application is an ApplyAction with the days of its period: a Grant has none of its own.
    """
    town = grant.funder_municipality
    node: Node = {
        # A room at no cost is a grant, but no money.
        "@type": "Grant" if grant.kind == Grant.Kind.FACILITY else "MonetaryGrant",
        "@id": absolute(grant.get_absolute_url()),
        "name": grant.display_name,
        "description": grant.display_summary,
        "url": absolute(grant.get_absolute_url()),
        "funder": {
            "@type": "GovernmentOrganization" if town else "Organization",
            "name": grant.display_funder,
            "email": grant.contact_email,
            "telephone": grant.contact_phone,
            "areaServed": [_area(place) for place in grant.municipalities.all()],
            "parentOrganization": _municipality(town) if town else None,
        },
        "potentialAction": _applications(grant, absolute),
    }
    return as_json_ld([node])


def _area(town: Any) -> Node:
    return {"@type": "AdministrativeArea", "name": town.display_name}


def _municipality(town: Any) -> Node:
    return {"@type": "GovernmentOrganization", "name": town.display_name}


def _applications(grant: Grant, absolute: Absolute) -> list[Node]:
    target = {
        "@type": "EntryPoint",
        "urlTemplate": grant.application_url or absolute(grant.get_absolute_url()),
    }
    action: Node = {"@type": "ApplyAction", "name": grant.display_name}
    if grant.is_continuous:
        return [action | {"target": target}]
    return [
        action
        | {
            "startTime": period.opens_on.isoformat(),
            "endTime": period.closes_on.isoformat(),
            "target": target,
        }
        for period in grant.periods.all()
    ]
