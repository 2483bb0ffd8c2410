"""Reading files: bytes → raw sheets → tables with parsed cells. Nothing here knows the database."""
