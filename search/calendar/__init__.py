"""What was found as a calendar: a page by days, and a feed that calendars subscribe to."""
