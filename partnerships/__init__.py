"""The agreements: programme years and their money, partnerships, extensions, grants and contact persons."""
