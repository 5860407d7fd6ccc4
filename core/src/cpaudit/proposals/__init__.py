"""Options that are proposed for an audit from the library, and why."""
