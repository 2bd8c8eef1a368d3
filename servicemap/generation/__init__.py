"""Synthetic listings for benchmarks: believable, invented, the same for the same seed."""

SOURCE = "generated"
"""What generated listings have as their source, so that they can be told and cleared."""
