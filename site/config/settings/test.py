"""The test suite: real database files, fast password hashing, no mail leaves the process."""

from .base import *  # noqa: F403
from .base import DATABASES, STATIC_ROOT, VAR_DIR, env

DEBUG = False
SECRET_KEY = "only-for-the-tests"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SERVE_MEDIA = False
# No thread writes into a test's database unless the test asks for it.
SEARCH_GAPS_SAVE_SECONDS = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {
        "NAME": env.str("TEST_DATABASE_FILE", default=str(VAR_DIR / "test.sqlite3"))
    }
    # A test database is thrown away: it need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
    # Where the search index goes while its engine for PostgreSQL is tried. Without an address
    # tests/conftest.py starts a server; tests/routing.py says what is made there.
    DATABASES["postgres"] = env.db("TEST_POSTGRES_URL", default="postgres:///seutukartta")
    DATABASES["postgres"]["TEST"] = {"MIGRATE": False}
    DATABASE_ROUTERS = ["tests.routing.SearchRouter"]
