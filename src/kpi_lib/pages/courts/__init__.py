"""The page: how long court cases take, and the drift list."""
