"""Searched, not found: what people ask for, counted by day, without anything about them."""
