"""Options: proposed, screened, studied, recommended, scheduled, implemented, verified."""
