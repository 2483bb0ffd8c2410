"""Rules and reads of the register, without requests or templates."""
