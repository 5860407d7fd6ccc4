"""What tests of the whole product stand on: databases, a province with its people, a GraphQL client."""
