"""Places that a reader names to search near to: the gazetteer's, and those of the listings."""
