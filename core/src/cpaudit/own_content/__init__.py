"""What a tenant makes of the content itself: its overlay over the packs it enabled, and packs of its own."""
