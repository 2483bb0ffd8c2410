"""Pages that join apps: front pages, the association list, the association page."""
