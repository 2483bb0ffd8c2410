"""Checking, previewing and saving an import, without requests or templates."""
