"""Reading the whole database as text, as somebody with a dump of it would."""

from django.db import connection


def rows_with(text: str) -> list[tuple[str, str]]:
    """Every row of every table, as text, that holds `text` in any case: (table, row)."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        for (table,) in cursor.fetchall():
            # JSON keeps its texts readable, so that a row is what a dump shows.
            cursor.execute(f'SELECT t::text FROM "{table}" t WHERE strpos(lower(t::text), lower(%s)) > 0', [text])
            found += [(table, row) for (row,) in cursor.fetchall()]
    return found
