package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A reduction: {@code finish(combine(... combine(init, map(x0)) ..., map(xn)))}.
 *
 * @param init the neutral element of {@code combine}
 * @param map of one element, by the name of the tensor parameter
 * @param combine of {@code a} and {@code b}
 * @param finish of {@code a}, with {@code n} the number of elements; null for the identity
 * @param wide whether float32 is accumulated in float64
 */
public record Reduce(Expr init, Expr map, Expr combine, @Nullable Expr finish, boolean wide) {}
