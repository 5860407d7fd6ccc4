"""The simulated province: a whole programme with its audits, submissions and documents, done as clients would."""
