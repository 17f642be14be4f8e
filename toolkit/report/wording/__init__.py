"""What a report says: findings, answers, the opening."""
