"""The API of packets and submissions, part by part."""
