package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import java.util.LinkedHashSet;
import java.util.Set;

/** What conditions say of names that can be null. */
public final class Nullness {
    private Nullness() {}

    /** The names that are not null where the condition has this value. */
    public static Set<String> nonNull(Expr test, boolean value) {
        return switch (test) {
            case Expr.Binary binary when binary.b() instanceof Expr.NullLit && binary.a() instanceof Expr.Name name ->
                binary.op() == (value ? Operator.UNEQUAL : Operator.EQUAL) ? Set.of(name.name()) : Set.of();
            case Expr.Binary binary when binary.op() == (value ? Operator.AND : Operator.OR) -> {
                var both = new LinkedHashSet<>(nonNull(binary.a(), value));
                both.addAll(nonNull(binary.b(), value));
                yield both;
            }
            case Expr.Unary not when not.op() == Operator.NOT -> nonNull(not.a(), !value);
            case Expr.Call has when value && has.function().equals("has") && has.args().size() == 1
                && has.args().getFirst() instanceof Expr.Name name -> Set.of(name.name());
            default -> Set.of();
        };
    }
}
