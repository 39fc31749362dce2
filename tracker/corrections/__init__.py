"""What people read where the machine read otherwise: kept beside its text, never in its place."""
