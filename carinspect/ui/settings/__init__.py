"""The settings: language and colours, where the records are, who works here."""
