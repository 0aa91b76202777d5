"""What each family of outside numbers asks of our calculations, one module per subject."""
