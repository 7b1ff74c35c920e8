package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the arguments of a call, checked before anything runs.
 *
 * @param message what to say where it does not hold; null to say the condition itself
 * @param hint a way out, or null
 * @param text the condition as it was written
 */
public record Require(Expr condition, @Nullable Template message, @Nullable Template hint, String text, Position at) {
    /** The values that its texts tell. */
    public List<Expr> values() {
        return Stream.of(message, hint).flatMap(template -> template == null ? Stream.of() : template.values().stream()).toList();
    }

    /** The condition in one line. */
    public String line() {
        return text.strip().replaceAll("\\s+", " ");
    }
}
