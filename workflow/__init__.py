"""The trace: which record changed, who changed it, when, from what and to what (R20)."""
