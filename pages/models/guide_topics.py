"""What guides are about."""

from django.utils.translation import gettext_lazy as _

from servicemap.models.taxonomy import Register


class GuideTopic(Register):
    """A topic of the knowledge bank, such as money or facilities."""

    class Meta(Register.Meta):
        verbose_name = _("topic of guides")
        verbose_name_plural = _("topics of guides")
