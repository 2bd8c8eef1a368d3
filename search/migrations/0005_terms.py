"""The full-text table of marked terms: FTS5 in SQLite, tsvectors in PostgreSQL."""

from django.db import migrations

# Terms are told apart by spaces alone. No positions are kept: nothing asks for phrases.
SQLITE = """
CREATE VIRTUAL TABLE search_terms USING fts5(
    terms, detail = none, columnsize = 0,
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'"
)
"""

SQLITE_BEFORE = """
CREATE VIRTUAL TABLE search_terms USING fts5(
    name, name_parts, keywords, keyword_parts, summary, description, parts,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '~:-'''"
)
"""

# The vectors lie outside the rows, so that a broad word reads few pages.
POSTGRES = """
CREATE TABLE search_terms (
    entry_id bigint PRIMARY KEY,
    terms tsvector NOT NULL
);
ALTER TABLE search_terms ALTER COLUMN terms SET STORAGE EXTERNAL;
ALTER TABLE search_terms SET (toast_tuple_target = 128);
CREATE INDEX search_terms_terms ON search_terms USING gin (terms);
"""


def create_terms(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_terms")
        schema_editor.execute(SQLITE, None)
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES)


def drop_terms(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_terms")
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE_BEFORE, None)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_columns")]

    operations = [migrations.RunPython(create_terms, drop_terms)]
