"""The rules of notify: pure."""
