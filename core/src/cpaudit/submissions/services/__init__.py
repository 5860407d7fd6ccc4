"""What people do with submissions: hand over, decide, compose, export."""
