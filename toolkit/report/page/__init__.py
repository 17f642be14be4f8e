"""What a report shows: tables, figures, evidence, templates."""
