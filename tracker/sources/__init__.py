"""Works that can be cited: studies, notices, rulings, archived pages."""
