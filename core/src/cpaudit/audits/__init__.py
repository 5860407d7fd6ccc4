"""The audit and its phases: what is found out in each, and the gates between them."""
