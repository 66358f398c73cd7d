"""GitHub's REST API: its data, the JSON shapes of its answers, and its routes."""
