"""The page: the site's first page."""
