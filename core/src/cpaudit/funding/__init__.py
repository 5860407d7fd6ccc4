"""Money for options: sources with rules of eligibility, applications, decisions, drawdown and use."""
