"""Rules over several rows: pure reads and traced changes."""
