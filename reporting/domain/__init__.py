"""Figures, sentences, documents and runs, without requests or templates."""
