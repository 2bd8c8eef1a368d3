"""The topics of guides in the Wagtail admin."""

from pages.models.guide_topics import GuideTopic
from servicemap.register_admin import RegisterAdmin


class GuideTopicAdmin(RegisterAdmin):
    """What the guides of the knowledge bank are about."""

    model = GuideTopic
    menu_icon = "folder-open-inverse"
    add_to_settings_menu = True
    list_export = ("name", "name_sv", "name_en", "slug", "order")
