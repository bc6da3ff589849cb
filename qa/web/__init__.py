"""Web: the HTTP API and the page."""
