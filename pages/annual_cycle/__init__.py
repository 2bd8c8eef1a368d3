"""The year of the cooperation: what takes place when, as a wheel, a list, a table, a calendar."""
