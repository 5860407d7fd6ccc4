"""Audit reports: a frozen report, its outline, its charts, and the files they are rendered to."""
