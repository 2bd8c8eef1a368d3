"""A reader's own list: kept in the browser, shown and written out from the ids in an address."""
