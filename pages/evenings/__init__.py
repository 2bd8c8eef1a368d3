"""Association evenings beside their pages: registration, mail, lists for the organiser."""
