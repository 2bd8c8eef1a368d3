"""What the search page shows beside the results: filters, chips and notices."""
