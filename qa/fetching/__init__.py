"""Pages, feeds and site maps of the web, fetched within limits."""
