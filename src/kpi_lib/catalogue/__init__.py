"""What an indicator, an area, a neighbour list, a symbol, a data set and a frame is."""
