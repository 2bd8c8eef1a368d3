"""Synthetic listings for benchmarks: believable, invented, the same for the same seed."""

VERSION = 1
"""Goes up whenever the same seed no longer gives the same listings."""

SOURCE = "generated"
"""What generated listings have as their source, so that they can be told and cleared."""
