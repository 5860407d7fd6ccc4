"""The programme around the audits: stages, deadlines, pilots, people, questions, norms."""
