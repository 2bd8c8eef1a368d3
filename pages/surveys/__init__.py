"""Surveys and sign-ups: their form, their mail, and what editors see of the answers."""
