"""Rules and reads of plans, without requests or templates."""
