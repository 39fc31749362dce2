"""Every table of the project, imported in one place for migrations and tests."""

import archive.models
import archive.rereading_models
import tracker.agencies.models
import tracker.annotations.models
import tracker.appeals.models
import tracker.arrivals.models
import tracker.audit.models
import tracker.campaigns.models
import tracker.corrections.models
import tracker.facts.models
import tracker.laws.models
import tracker.people.models
import tracker.projects.models
import tracker.questions.models
import tracker.redactions.models
import tracker.reminders.models
import tracker.repetition.models
import tracker.replies.models
import tracker.requests.models
import tracker.rescue.models
import tracker.reserves.models
import tracker.searches.models
import tracker.settings_table
import tracker.sources.models
from archive.db import Base

metadata = Base.metadata

__all__ = ["archive", "metadata", "tracker"]
