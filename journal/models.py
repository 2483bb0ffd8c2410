"""What consultants write for each other about an association: the contact log and notes."""
