"""Files to download."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model

from .references import SiteDocumentBlock


class FileBlock(blocks.StructBlock):
    """A document and what it holds."""

    document = SiteDocumentBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Words of the link"),
        required=False,
        help_text=_("The title of the document is used when left empty."),
    )
    text = blocks.CharBlock(label=_("What it holds"), required=False)

    class Meta:
        label = _("Document")
        icon = "doc-full"


class DocumentsBlock(blocks.StructBlock):
    """Documents to download, each with its kind and size."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    documents = blocks.ListBlock(FileBlock(), label=_("Documents"), min_num=1)

    class Meta:
        label = _("Documents")
        icon = "doc-full"
        template = "pages/blocks/documents.html"
        description = _(
            "Forms and files to download. What people need to read belongs on the page itself."
        )

    def get_preview_value(self) -> Any:
        """The newest document, or one that is not there."""
        model = get_document_model()
        none = model(pk=0, title=gettext("Application form"), file="form.pdf", file_size=81_920)
        shown = model.objects.order_by("-pk").first() or none
        files = [
            {"document": shown, "title": "", "text": gettext("To be filled in on a computer.")}
        ]
        return self.normalize({"title": gettext("Forms"), "documents": files})
