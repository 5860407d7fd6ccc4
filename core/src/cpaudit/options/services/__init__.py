"""What people do about options, one module for each part of the work."""
