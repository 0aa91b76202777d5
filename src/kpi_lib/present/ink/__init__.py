"""What every chart is drawn with: canvas, colours, scales, lines and the places of words."""
