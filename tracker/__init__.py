"""Requests, clocks, replies, appeals, reminders, people, and the web site."""
