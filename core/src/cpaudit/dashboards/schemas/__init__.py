"""GraphQL types of dashboards."""
