package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the arguments of a call, checked before anything runs.
 *
 * @param message what to say where it does not hold; null to say the condition itself
 * @param text the condition as it was written
 */
public record Require(Expr condition, @Nullable String message, String text, Position at) {}
