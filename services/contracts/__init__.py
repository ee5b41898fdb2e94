"""What travels between the services: envelope, vocabulary, refusals, registry, topology and the facts themselves."""
