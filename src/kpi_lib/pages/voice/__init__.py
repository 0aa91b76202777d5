"""The page: what children and families say."""
