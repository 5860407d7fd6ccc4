"""The phases of an audit and the gates between them: opened, judged, passed, gone stale, reopened."""
