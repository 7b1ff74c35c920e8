package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result of an operator.
 *
 * @param name {@code output} if there is only one and it has no name
 * @param dtype {@code T} (a letter of the parameters), {@code float(T)}, {@code accum(T)}, {@code bool} or {@code int64}; what
 *        {@code dtype ?? accum(T)} says is in {@link OpEntry#dtype}, and {@code accum(T)} here
 * @param dims its sizes, or null
 */
public record Result(String name, String dtype, @Nullable List<Expr> dims) {
    /** Whether its dtype can be a floating one. */
    public boolean differentiable() {
        return !dtype.equals("bool") && !dtype.equals("int64") && "IQB".indexOf(letter()) < 0;
    }

    /** The letter in the dtype, or a space if it is fixed. */
    public char letter() {
        if (dtype.length() == 1) {
            return dtype.charAt(0);
        }
        int open = dtype.indexOf('(');
        return open < 0 ? ' ' : dtype.charAt(open + 1);
    }
}
