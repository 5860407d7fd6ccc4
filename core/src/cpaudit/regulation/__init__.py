"""The regulator's side of an audit: limits kept or exceeded, orders and their deadlines, readiness for standards."""
