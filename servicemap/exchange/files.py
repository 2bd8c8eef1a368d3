"""Reading files of text and JSON so that what is wrong with them can be told."""

import json
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from .rows import BrokenFileError


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, without the byte order mark.

    Raises BrokenFileError with the line and the column of the first byte that is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise BrokenFileError(_("There is no such file.")) from error
    except IsADirectoryError as error:
        raise BrokenFileError(_("This is a folder, not a file.")) from error
    except OSError as error:
        raise BrokenFileError(error.strerror or str(error)) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        raise BrokenFileError(
            _("The file is not in UTF-8. Save it again with the encoding UTF-8."),
            line=before.count(b"\n") + 1,
            column=error.start - before.rfind(b"\n"),
        ) from error


def read_json(path: Path) -> Any:
    """Return what a JSON file holds. Raises BrokenFileError with the line and the column."""
    text = read_text(path)
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        reason = _("The JSON file is incomplete or broken.")
        raise BrokenFileError(reason, error.lineno, error.colno) from error
    except (ValueError, RecursionError) as error:
        reason = _("The file is not JSON that can be read: %(reason)s") % {"reason": error}
        raise BrokenFileError(reason) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
