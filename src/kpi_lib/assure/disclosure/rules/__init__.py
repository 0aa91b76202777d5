"""What texts, tables and pictures say of few people, each by itself and together."""
