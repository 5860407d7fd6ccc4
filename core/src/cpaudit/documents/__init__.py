"""Sector reports, programme summaries and lists for commendation as documents (DOCX, HTML, PDF)."""
