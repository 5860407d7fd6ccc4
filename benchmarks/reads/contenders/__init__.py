"""Who is compared: one module for each way to answer the query."""
