"""The checker of county files, one room a section; every mistake is noted with its line, none stops the reading."""
