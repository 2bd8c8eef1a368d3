"""No parameters that somebody makes up break a page of the admin."""

from fnmatch import fnmatchcase

import pytest
from django.db import transaction

from tests.admin.addresses import addresses, values_for
from tests.admin.conftest import ADMINISTRATOR, Portal
from tests.admin.test_permission_matrix import rules

NAMES = (
    *("q", "p", "page", "o", "ordering", "locale", "export", "days", "dates_from", "dates_to"),
    *("show", "kind", "municipality", "theme", "topic", "category", "year", "status", "state"),
    *("funder", "live", "user", "object_type", "owner", "pk", "id", "language", "collection_id"),
    *(
        "latitude",
        "longitude",
        "address",
        "e",
        "is_active",
        "who",
        "freshness",
        "point",
        "feedback",
    ),
)
"""All get the same value at once."""

VALUES = ("9" * 5_000, "9" * 18, "a\0b", "²\udcff")

OF_WAGTAIL = (
    *("wagtailadmin_error_test", "wagtailadmin_logout", "wagtailadmin_workflows:edit"),
    *(
        "wagtailadmin_choose_page",
        "wagtailadmin_pages:choose_parent",
        "wagtailadmin_pages:type_use*",
    ),
    *("wagtail_bulk_action", "*chosen_multiple", "wagtailadmin_api:*:find"),
)
"""Wagtail's own views that expect what Wagtail's own pages send."""


@pytest.mark.django_db
def test_odd_parameters_get_an_answer(full_portal: Portal) -> None:
    client = full_portal.client(ADMINISTRATOR)
    client.raise_request_exception = False
    given = rules(full_portal, ADMINISTRATOR, full_portal.things["page"])
    ours = [
        address
        for address in addresses()
        if not any(fnmatchcase(address.name, pattern) for pattern in OF_WAGTAIL)
    ]
    broken = {}
    for address in ours:
        path = address.path(values_for(address, given) or {})
        for value in VALUES:
            sent = value.encode("utf-8", "surrogatepass")
            with transaction.atomic():
                status = client.get(path, dict.fromkeys(NAMES, sent)).status_code
                transaction.set_rollback(True)
            if status >= 500:
                broken[address.name, value[:10]] = status
    assert broken == {}
    assert len(ours) > 300
