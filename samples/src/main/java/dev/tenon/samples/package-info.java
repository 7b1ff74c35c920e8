/** Programs that show the library at work: {@code tenon COMMAND}. */
@NullMarked
package dev.tenon.samples;

import org.jspecify.annotations.NullMarked;
