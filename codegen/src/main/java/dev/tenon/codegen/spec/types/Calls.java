package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ValueType;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the calls of an entry's expressions were found to mean: which operator each calls, and what each static method is given. */
public final class Calls {
    private final Map<Expr, OpEntry> operators = new IdentityHashMap<>();
    private final Map<Expr, List<Argument>> arguments = new IdentityHashMap<>();
    private final Function<String, ValueType> methods;

    /**
     * What an argument of a static method is.
     *
     * @param nullable whether it can be null there
     */
    public record Argument(Expr expr, ValueType type, boolean nullable) {}

    /** @param methods from a static method, {@code Class.method}, to what it gives */
    public Calls(Function<String, ValueType> methods) {
        this.methods = methods;
    }

    /** Of expressions whose static methods nobody knows. */
    public Calls() {
        this(_ -> ValueType.UNKNOWN);
    }

    void note(Expr.Call call, OpEntry op) {
        operators.put(call, op);
    }

    void note(Expr.Call call, List<Argument> given) {
        arguments.put(call, given);
    }

    @Nullable OpEntry operator(Expr call) {
        return operators.get(call);
    }

    /** The operator that each call means. */
    public Map<Expr, OpEntry> operators() {
        return operators;
    }

    ValueType result(Expr.Call call) {
        return methods.apply(call.function());
    }

    /** What a static method is given; null where nobody has looked at the call. */
    public @Nullable List<Argument> arguments(Expr.Call call) {
        return arguments.get(call);
    }
}
