"""Calendar files, as RFC 5545 writes them: lines, time zones, and events as a file."""
