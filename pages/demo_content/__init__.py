"""Loads the demo: invented listings, pages and users; real places.

It is loaded once, into whatever is there: it creates what is missing and leaves the rest alone.
"""
