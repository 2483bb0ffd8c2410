"""Commands of the pages that join apps."""
