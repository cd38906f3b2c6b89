"""What answers before Flask is asked."""
