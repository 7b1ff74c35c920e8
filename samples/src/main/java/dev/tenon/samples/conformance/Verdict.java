package dev.tenon.samples.conformance;

/**
 * What became of one case.
 *
 * @param section the closing line it counts in, such as {@code ops}
 * @param subject the operator, layer or optimizer
 * @param id the case
 * @param outcome how it ended
 * @param detail what differs or is missing; empty when it passed
 */
record Verdict(String section, String subject, String id, Outcome outcome, String detail) {
    /**
     * How a case can end; {@link #UNSUPPORTED} only where the library has no such operator, layer or optimizer at all, {@link #NO_KERNEL}
     * where the device has no kernel for an operator that the detail names.
     */
    enum Outcome {
        PASSED, FAILED, UNSUPPORTED, NO_KERNEL
    }

    boolean failed() {
        return outcome == Outcome.FAILED;
    }

    @Override
    public String toString() {
        return section + " " + id + ": " + detail;
    }
}
