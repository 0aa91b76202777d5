"""Results to pictures, tables and sentences: every `show_` function returns a `display.Shown`."""
