"""Template tags of Medspil."""
