"""Production's settings on this machine alone: no HTTPS, and files in a folder that is thrown away.

Static files are hashed and compressed as in production, which the marks depend on.
"""

import os
import secrets
from pathlib import Path

os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
os.environ.setdefault("ALLOWED_HOSTS", "localhost")

from config.settings.production import *  # noqa: F403 - its secrets come first

STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
