"""Action plans (R8–R11) have their room here; the import contract already knows their place."""
