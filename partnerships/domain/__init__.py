"""Rules and reads of agreements and money, without requests or templates."""
