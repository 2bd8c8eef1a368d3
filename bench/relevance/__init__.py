"""How well search finds: judged queries, measured beside Wagtail's own database search."""
