"""Facts with a name, a meaning, a date and a source."""
