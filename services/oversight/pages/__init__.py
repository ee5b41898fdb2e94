"""Oversight's pages: lights for the pages of others, the clocks' list, the board, the answer to an accusation."""
