"""Our own code uses nothing that Django, Wagtail or Python is about to take away."""

import warnings
from itertools import product

import pytest
from django.utils.deprecation import RemovedInDjango60Warning, RemovedInDjango61Warning
from wagtail.utils.deprecation import RemovedInWagtail90Warning

GOING = [
    DeprecationWarning,
    PendingDeprecationWarning,
    RemovedInDjango60Warning,
    RemovedInDjango61Warning,
    RemovedInWagtail90Warning,
]
OURS = ["servicemap.models.listings", "pages.blocks", "search", "config.settings.base", __name__]


@pytest.mark.parametrize(("category", "module"), list(product(GOING, OURS)))
def test_what_is_about_to_go_fails_in_our_code(category: type[Warning], module: str) -> None:
    with pytest.raises(category):
        warnings.warn_explicit("Goes away.", category, "somewhere.py", 1, module=module)


def test_caller_is_who_is_blamed() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("Goes away.", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize("module", ["treebeard.models", "pagespeed"])
def test_others_code_is_their_own_affair(module: str) -> None:
    # The filters stay as they are; what they turn into an error would be raised here.
    with warnings.catch_warnings(record=True):
        warnings.warn_explicit("Goes away.", DeprecationWarning, "there.py", 1, module=module)
