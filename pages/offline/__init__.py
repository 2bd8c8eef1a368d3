"""The site as an app that opens without a connection: its manifest and its service worker."""
