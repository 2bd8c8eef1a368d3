"""“Was this of use?”: the question at the foot of a page, and what editors see of the answers."""
