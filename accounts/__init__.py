"""Who signs in, which roles they have, and what a role may do (R19)."""
