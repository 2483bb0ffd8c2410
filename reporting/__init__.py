"""Status reports: figures, documents, and the runs that render and deliver them."""
