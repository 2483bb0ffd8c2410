"""The one entrance: what associations ask, who owns it, and what was answered (R18)."""
