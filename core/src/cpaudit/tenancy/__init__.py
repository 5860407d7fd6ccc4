"""Tenants, members, tokens, and which plugins a tenant has enabled."""
