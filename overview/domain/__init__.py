"""Reads that join apps, one per page."""
