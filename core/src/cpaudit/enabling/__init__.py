"""Enabling plugins, disabling them and setting them up: a tenant's own acts."""
