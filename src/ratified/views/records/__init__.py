"""Incidents, exercises, events and corrective actions."""
