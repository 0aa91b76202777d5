"""Case audits: how good the work is, and whether two auditors see it alike."""
