"""A chart as a page shows it: its picture in two widths, its finding, its table, its source."""
