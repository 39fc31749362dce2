"""What an event can do to a clock: a closed set. Law files name these effects and can bring no other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EffectKind:
    """The fields an effect needs in a law file, and what it does."""

    needs: tuple[str, ...]
    says: str


EFFECTS: dict[str, EffectKind] = {
    "interrupt": EffectKind(
        ("clock", "event", "until"),
        "the days already run of `clock` are lost at `event`; the whole term starts again the day after "
        "`until`. A request for clarification of a part (`partial=yes`) leaves the count running until it is answered",
    ),
    "suspend": EffectKind(
        ("clock", "event", "until"),
        "the days after `event` and up to `until` do not count for `clock`; days already run are kept",
    ),
    "wait": EffectKind(
        ("clock", "event", "until"),
        "after `event` the owner of `clock` can only act from `until` on: the latest date is counted from there, the "
        "earliest stays",
    ),
    "append": EffectKind(
        ("clock", "event", "days"),
        "`event`, notified while `clock` runs, adds up to `days` to the original count, once; notified late it "
        "adds nothing, notified between the earliest and the latest date it moves only the latest; `start` names the "
        "event that began the clock, when several of its kind run; `days: 0` adds what the notice says and no more",
    ),
    "not_filed": EffectKind(
        ("clock", "missed"),
        "if `missed` ends unanswered, the matter is treated as not filed and `clock` does not run again; when only a "
        "part was asked about, the rest goes on",
    ),
    "dismissed": EffectKind(
        ("clock", "missed"), "if `missed` ends unanswered, the appeal is dismissed and `clock` does not run"
    ),
    "silence_appeal": EffectKind(
        ("clock", "of"),
        "when `of` ends without a reply, `clock` opens, counted from that limit; asserted only after "
        "somebody looked at the platform past the limit",
    ),
    "tacit_grant": EffectKind(
        ("clock", "of"),
        "when `of` ends without a reply, the request counts as granted and `clock` runs from that limit",
    ),
    "second_appeal": EffectKind(
        ("clock", "grounds"), "a new answer given after the resolution opens `clock` again, for these grounds only"
    ),
    "no_second_appeal": EffectKind(("clock",), "an answer given after the resolution does not open `clock` again"),
}
"""Name → what it needs and does."""
