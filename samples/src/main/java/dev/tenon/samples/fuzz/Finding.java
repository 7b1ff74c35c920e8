package dev.tenon.samples.fuzz;

/**
 * A kind of fault.
 *
 * @param kind {@code death}, {@code hang} or {@code exception}
 * @param key what faults of this kind have in common
 * @param call the simplest call found that has it
 * @param place of that call, to make it again
 */
record Finding(String kind, String key, String call, Place place, String detail) {
    String text() {
        return kind + ": " + key + "\n  call:   " + call + "\n  place:  " + place + "\n  shows:  "
            + detail.replace("\\n", "\n          ");
    }
}
