"""What python-docx leaves to its users: styles with Chinese fonts, fields, bookmarks, ruled tables."""
