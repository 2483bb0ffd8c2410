"""Reminders of what is due, the weekly digest, and the year wheel."""
