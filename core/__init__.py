"""The floor of the house: no domain noun lives here, and every other app may import it."""
