"""A preview of a file as a page and as sections for the terminal."""
