"""A search in a frame on somebody else's site, and the page on which its code is made."""
