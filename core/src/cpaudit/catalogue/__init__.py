"""What a tenant is shown of the installed content and plugins; the library itself knows no GraphQL."""
