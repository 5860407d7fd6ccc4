"""Word templates of a tenant: what they may name, whether a file is one, and the report written with it."""
