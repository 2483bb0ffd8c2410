"""The register: associations, where they are, their people, and their member counts."""
