"""What is passed on when an employment ends: the checklist that the board owns."""
