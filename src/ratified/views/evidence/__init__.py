"""For the assessor and for other systems."""
