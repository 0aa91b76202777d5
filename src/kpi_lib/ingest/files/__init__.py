"""Bytes become grids of cells: text, workbooks and Parquet, with their limits. Knows no indicator."""
