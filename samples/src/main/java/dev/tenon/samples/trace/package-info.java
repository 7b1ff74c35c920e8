/** {@code tenon trace}: what a listener hears of the operators that a network calls. */
@NullMarked
package dev.tenon.samples.trace;

import org.jspecify.annotations.NullMarked;
