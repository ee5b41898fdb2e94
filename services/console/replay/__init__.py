"""Real messages played again under the hub's virtual clock."""
