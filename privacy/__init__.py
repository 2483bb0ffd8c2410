"""What is held on one person, for how long, and who has read it."""
