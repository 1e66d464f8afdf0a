"""Slack's Web API: one function a method, by topic, and the gate in front of them."""
