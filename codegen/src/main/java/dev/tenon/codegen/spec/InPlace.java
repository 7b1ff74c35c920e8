package dev.tenon.codegen.spec;

import org.jspecify.annotations.Nullable;

/**
 * The variant of an operator that writes into its first input.
 *
 * @param method a hand-written Java method that is that variant, where what applies to others does not apply to it: {@code Overlaps.fill};
 *        null where it follows from the operator
 */
public record InPlace(@Nullable String method) {}
