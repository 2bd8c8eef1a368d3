"""The knowledge bank: guides by topic."""
