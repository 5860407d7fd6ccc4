"""Webhooks: what was done in a tenant, told to addresses that its administrator registered."""
