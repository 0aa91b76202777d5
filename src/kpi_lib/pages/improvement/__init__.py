"""The page: the front page of the improvement part."""
