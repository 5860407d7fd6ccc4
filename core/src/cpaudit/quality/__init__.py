"""Quality review of audits (切忌走过场), and commendation of those that did outstandingly."""
