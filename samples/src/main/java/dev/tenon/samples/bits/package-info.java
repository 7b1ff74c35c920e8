/** {@code tenon bits}: whether results are the same to the last bit, however they are compiled and on however many threads. */
@NullMarked
package dev.tenon.samples.bits;

import org.jspecify.annotations.NullMarked;
