"""Suggestions while somebody types: listings, categories and places."""
