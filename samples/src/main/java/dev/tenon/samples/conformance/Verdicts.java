package dev.tenon.samples.conformance;

import dev.tenon.core.MissingKernelException;
import dev.tenon.samples.conformance.Verdict.Outcome;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Turns a comparison, or the exception that came instead, into a verdict. */
final class Verdicts {
    private Verdicts() {}

    static Verdict of(String section, String subject, GoldenCase golden, BooleanSupplier supported, Supplier<Comparison> check) {
        if (!supported.getAsBoolean()) {
            return new Verdict(section, subject, golden.id(), Outcome.UNSUPPORTED, "the library has no " + subject);
        }
        try {
            var comparison = check.get();
            return new Verdict(section, subject, golden.id(), comparison.clean() ? Outcome.PASSED : Outcome.FAILED, comparison.toString());
        } catch (MissingKernelException e) {
            return new Verdict(section, subject, golden.id(), Outcome.NO_KERNEL, e.operator());
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            var message = e.getClass().getSimpleName() + ": " + String.valueOf(e.getMessage()).replaceAll("\\s*\n\\s*", " | ");
            return new Verdict(section, subject, golden.id(), Outcome.FAILED, message);
        }
    }
}
