"""What the built files of a site tell about few people, read as a stranger would read them."""
