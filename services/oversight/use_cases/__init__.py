"""What oversight does, one verb a file."""
