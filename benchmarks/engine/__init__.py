"""The engine side by side with the floor and with what a user would pick instead."""
