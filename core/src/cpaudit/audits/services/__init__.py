"""What people do in an audit, one module for each part of the work."""
