"""Why a message could not be sent, in words: from the kind of error, which is all that is kept."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSED = gettext_lazy("The mail server does not take mail to this address.")
UNREACHABLE = gettext_lazy("The mail server cannot be reached.")

REASONS = {
    "SMTPRecipientsRefused": REFUSED,
    "SMTPSenderRefused": gettext_lazy("The mail server does not take mail from this site."),
    "SMTPAuthenticationError": gettext_lazy("The mail server does not accept the password."),
    "SMTPDataError": gettext_lazy("The mail server did not take the message."),
    "SMTPConnectError": UNREACHABLE,
    "SMTPServerDisconnected": UNREACHABLE,
    "ConnectionRefusedError": UNREACHABLE,
    "ConnectionResetError": UNREACHABLE,
    "TimeoutError": UNREACHABLE,
    "gaierror": UNREACHABLE,
    "OSError": UNREACHABLE,
}
"""By the names of the classes of ``smtplib`` and of Python's network errors."""


def in_words(error: str) -> str:
    """Say what the name of an error means; one that is not known is shown as it is."""
    if not error:
        return ""
    if error in REASONS:
        return str(REASONS[error])
    return _("Sending failed (%(error)s).") % {"error": error}
