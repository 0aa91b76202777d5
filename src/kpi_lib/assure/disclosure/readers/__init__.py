"""Files of a built site as texts, tables and pictures, as a stranger would read them."""
