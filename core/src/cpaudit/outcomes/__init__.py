"""What became of library options: of one tenant's audits at once, of several tenants' only as aggregates."""
