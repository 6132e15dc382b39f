"""The case file: referral, people, risk, seats."""
