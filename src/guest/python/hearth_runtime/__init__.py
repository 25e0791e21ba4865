"""Hearth's client of the Lambda Runtime API. Start-up time is its first concern: it imports the least it can."""
