"""Pure rules of intake: who may register what, what a matter's picture shows, who may read which part of it."""
