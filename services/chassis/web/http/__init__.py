"""A small, strict HTTP/1.1 server on green sockets (docs/decisions: measured against eventlet.wsgi)."""
