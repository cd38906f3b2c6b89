"""What the JSON interface takes and answers; its OpenAPI document is made from these."""
