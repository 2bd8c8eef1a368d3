"""The FTS5 table of terms, where the database is SQLite."""

from django.db import migrations

CREATE_TERMS = """
CREATE VIRTUAL TABLE search_terms USING fts5(
    name, name_parts, keywords, keyword_parts, summary, description, parts,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '~:-'''"
)
"""


def create_terms(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(CREATE_TERMS)


def drop_terms(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_terms")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]

    operations = [migrations.RunPython(create_terms, drop_terms)]
