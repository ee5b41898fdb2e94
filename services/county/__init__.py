"""WHAT THE COUNTY DECIDED: county file, places, units, calendar, clock rules. Pure but for its reader."""
