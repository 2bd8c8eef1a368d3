"""Listings from other services' files: one reader a format, one loader for them all."""
