"""Rules and reads, without requests or templates."""
