"""Status meetings, network and theme meetings, courses and study trips: planned, held, minuted, attended."""
