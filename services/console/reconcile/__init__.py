"""The client's logs, all journals and all documents held against each other, field by field."""
