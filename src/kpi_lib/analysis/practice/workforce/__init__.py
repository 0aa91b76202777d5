"""Social workers: how many cases they hold, how often children change them, what moves with what."""
