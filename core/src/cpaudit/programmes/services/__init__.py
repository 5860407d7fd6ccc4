"""What people do in a programme."""
