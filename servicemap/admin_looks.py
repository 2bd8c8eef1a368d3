"""What the portal adds to all forms in the admin."""

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks

STYLES = ("bulk-actions", "checkboxes")


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """What all pages of the admin look like beside Wagtail's own."""
    return format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ([static(f"servicemap/admin/{name}.css")] for name in STYLES),
    )


@hooks.register("insert_global_admin_js")
def first_error() -> SafeString:
    """A form that was refused opens where it has to be mended."""
    return format_html(
        '<script type="module" src="{}"></script>', static("servicemap/admin/first-error.js")
    )
