"""What the built files of a site disclose of few people, read as a stranger would read them."""
