"""Local collaborations, the feeder chain's initiatives, and the directory of the administrations."""
