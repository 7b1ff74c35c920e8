/** {@code tenon char-gpt}: a small transformer learns a text character by character, and writes on. */
@NullMarked
package dev.tenon.samples.chargpt;

import org.jspecify.annotations.NullMarked;
