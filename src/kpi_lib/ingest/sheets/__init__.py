"""What the rows and cells of a grid are: headings, tokens, kinds, legends, places. Knows no layout."""
