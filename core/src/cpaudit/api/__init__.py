"""The Litestar application and the schema of each tenant."""
