/** Tenon's one import: {@code import static dev.tenon.Tenon.*} brings tensors, operators, network declarations and training. */
@NullMarked
package dev.tenon;

import org.jspecify.annotations.NullMarked;
