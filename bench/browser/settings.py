"""Production's settings on this machine alone: no HTTPS, and files in a folder that is thrown away.

Static files are hashed and compressed as in production, which the marks depend on.
"""

import os
import secrets
from pathlib import Path

os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
os.environ.setdefault("ALLOWED_HOSTS", "localhost")
os.environ.setdefault("BASE_URL", "http://localhost:8000")

from config.settings.production import *  # noqa: F403 - its secrets come first

VAR_DIR = Path(os.environ["BENCH_FOLDER"])
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# No worker runs beside the site: what is left for later is done at once.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
