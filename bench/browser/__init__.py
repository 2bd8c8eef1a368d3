"""What the site is like in a browser: Lighthouse's marks, weights, and how smooth the map is.

Lighthouse comes from npm as ``package-lock.json`` says. One of its parts asks for whatever is the
latest ``third-party-web``; ``overrides`` keeps to the one version that Lighthouse itself asks for.
"""
