"""What is understood of a file before it is listed, as frames."""
