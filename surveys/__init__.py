"""Surveys have their room here; the import contract already knows their place."""
