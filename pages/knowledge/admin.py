"""The topics of guides in the Wagtail admin."""

from typing import Any

from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pages.models.guide_topics import GuideTopic
from pages.models.knowledge import GuidePage
from servicemap.register_admin import RegisterAdmin


class GuideTopicAdmin(RegisterAdmin):
    """What the guides of the knowledge bank are about."""

    model = GuideTopic
    menu_icon = "folder-open-inverse"
    add_to_settings_menu = True
    used_in = (GuidePage,)
    used_as = "topic"
    name_help = _(
        "What associations come to ask about: “Money” rather than “Financing of activities”."
    )
    slug_help = _(
        "Stands for the topic in addresses of the knowledge bank: a–z, digits and hyphens. Choose "
        "it once: links that people have saved do not follow a change."
    )

    @display(description=pgettext_lazy("how many", "guides"), ordering="uses")
    def uses(self, entry: Any) -> int:
        """How many guides there are, in all languages and drafts included."""
        return super().uses(entry)
