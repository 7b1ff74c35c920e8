package dev.tenon.samples.conformance;

import dev.tenon.samples.conformance.Verdict.Outcome;

/** A learning-rate schedule case. The library has no schedules, so that each of them counts as unsupported. */
final class SchedulerCheck {
    private SchedulerCheck() {}

    static Verdict run(GoldenCase golden) {
        var scheduler = golden.text("scheduler");
        return new Verdict("schedulers", scheduler, golden.id(), Outcome.UNSUPPORTED, "the library has no " + scheduler);
    }
}
