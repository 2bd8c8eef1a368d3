from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class ServicemapConfig(AppConfig):
    """The map's domain: listings, places and their owners."""

    name = "servicemap"
    verbose_name = _("Service map")

    def ready(self) -> None:
        """Keep roles in step with their declaration, and Wagtail's site with BASE_URL."""
        from django.apps import apps
        from wagtail.models import TaskState
        from wagtail.signals import task_submitted

        from . import checks, following, site_record  # noqa: F401
        from .approval_mail import UID, tell_approvers
        from .models import Municipality, StaffGroup, User
        from .roles import keep_roles_in_step

        post_migrate.connect(keep_roles_in_step, dispatch_uid="roles")
        post_migrate.connect(
            site_record.keep_in_step,
            sender=apps.get_app_config("wagtailcore"),
            dispatch_uid="site_record",
        )
        post_save.connect(following.municipality_saved, sender=Municipality)
        post_delete.connect(following.staff_group_deleted, sender=StaffGroup)
        post_save.connect(following.user_saved, sender=User)
        task_submitted.connect(tell_approvers, sender=TaskState, dispatch_uid=UID)
