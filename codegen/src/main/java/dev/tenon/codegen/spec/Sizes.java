package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Printer;
import java.util.List;
import java.util.stream.Collectors;

/** The sizes that a signature names: {@code [B, C, H, W]}, {@code [..., n, n]} or {@code [..., normalized_shape]}. */
public final class Sizes {
    /** Stands for any number of sizes, which are the same wherever it is written. */
    public static final String REST = "...";

    private Sizes() {}

    public static boolean isRest(Expr dim) {
        return dim instanceof Expr.Name name && name.name().equals(REST);
    }

    /** Where the sizes that {@link #REST} stands for are; -1 if each is named. */
    public static int rest(List<Expr> dims) {
        for (int i = 0; i < dims.size(); i++) {
            if (isRest(dims.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** As they are written. */
    public static String text(List<Expr> dims) {
        return dims.stream().map(Printer::print).collect(Collectors.joining(", ", "[", "]"));
    }
}
