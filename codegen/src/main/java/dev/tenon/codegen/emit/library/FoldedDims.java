package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import java.util.List;
import java.util.Objects;

/** The dimensions that a reduction folds, as the Java text of an {@code Ints} that is null for all, from the record {@code op}. */
public final class FoldedDims {
    private final OpEntry.Reduction op;

    private FoldedDims(OpEntry.Reduction op) {
        this.op = op;
    }

    public static CodeBlock of(OpEntry.Reduction op) {
        var folded = op.folded();
        return folded == null ? CodeBlock.of("null") : new FoldedDims(op).list(folded);
    }

    private CodeBlock list(Expr dims) {
        if (dims instanceof Expr.ListLit list) {
            return list.items().isEmpty() ? CodeBlock.of("null") : integers(list.items());
        }
        if (!(dims instanceof Expr.Name name)) {
            return integers(List.of(dims));
        }
        var param = Objects.requireNonNull(op.param(name.name()));
        var given = CodeBlock.of("op.$N()", param.javaName());
        return param.namesDimensions() ? given
            : param.isNullable() ? CodeBlock.of("$1L == null ? null : $2T.of($1L)", given, Names.INTS) : integers(List.of(dims));
    }

    private CodeBlock integers(List<Expr> items) {
        return CodeBlock.of("$T.of($L)", Names.INTS, items.stream().map(this::integer).collect(CodeBlock.joining(", ")));
    }

    private CodeBlock integer(Expr item) {
        return switch (item) {
            case Expr.Num num -> CodeBlock.of("$L", (long) num.value());
            case Expr.Unary minus when minus.op() == Operator.MINUS -> CodeBlock.of("-$L", integer(minus.a()));
            case Expr.Name name -> CodeBlock.of("op.$N()", Objects.requireNonNull(op.param(name.name())).javaName());
            default -> throw new IllegalArgumentException(item.at() + ": no dimension");
        };
    }
}
