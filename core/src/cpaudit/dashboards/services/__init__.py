"""What dashboards are made from, loaded by a fixed number of statements."""
