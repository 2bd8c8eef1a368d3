"""Loads the demo: invented listings, pages and users; real places.

Everything here creates what is missing and leaves alone what is there, so that it can be run
again at any time without undoing what people did.
"""
