"""What enabled plugins add to a tenant's API: calculators, fields and mutations in their namespaces, listeners."""
