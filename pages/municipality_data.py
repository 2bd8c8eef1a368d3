"""What a municipality's page says to machines: schema.org, as JSON-LD.

Nothing that the page does not show, and no person by name: a role's address is enough.
"""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from servicemap.json_ld import as_json_ld
from servicemap.models import ContactPerson, Municipality
from servicemap.structured_data import Absolute, breadcrumbs


def municipality_data(
    municipality: Municipality,
    contacts: Iterable[ContactPerson],
    steps: list[tuple[str, str]],
    absolute: Absolute,
) -> SafeString:
    """Return the area, who governs it and the way to the page; ``steps`` are names and paths."""
    url = absolute(steps[-1][1])
    area = {
        "@type": "AdministrativeArea",
        "@id": f"{url}#area",
        "name": municipality.display_name,
        "url": url,
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": municipality.latitude,
            "longitude": municipality.longitude,
        },
    }
    organization = {
        "@type": "GovernmentOrganization",
        "@id": f"{url}#organization",
        "name": municipality.display_name,
        "areaServed": {"@type": "AdministrativeArea", "name": municipality.display_name},
        "contactPoint": [
            {
                "@type": "ContactPoint",
                "contactType": str(person),
                "description": person.display_tasks,
                "email": person.email,
                "telephone": person.phone,
            }
            for person in contacts
        ],
    }
    return as_json_ld([area, organization, breadcrumbs(steps, absolute)])
