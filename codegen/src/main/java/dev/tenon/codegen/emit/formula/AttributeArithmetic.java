package dev.tenon.codegen.emit.formula;

import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on attributes alone within floating formulas. Java does it once and in double, as the CPU's kernels do, and passes what
 * comes of it: in a kernel that computes in float, digits would be lost that the formula may count on.
 *
 * @param op the operator
 * @param uniforms what is the same for every element, by the names in the formulas; outcomes are added
 */
public record AttributeArithmetic(OpEntry op, Map<String, Uniform> uniforms) {
    static boolean is(Expr expr) {
        return expr instanceof Expr.Binary binary && binary.op().isArithmetic();
    }

    /** The formula with a name for each such part. */
    public Expr named(Expr formula) {
        if (!is(formula) || !ofAttributes(formula)) {
            return ExprTree.map(formula, this::named);
        }
        var key = Printer.print(formula);
        if (!uniforms.containsKey(key)) {
            uniforms.put(key, new Uniform("factor" + (uniforms.size() + 1), false, formula));
        }
        return new Expr.Name(key, formula.at());
    }

    private boolean ofAttributes(Expr expr) {
        return switch (expr) {
            case Expr.Num _ -> true;
            case Expr.Name name -> uniforms.containsKey(name.name()) && isNumber(op.param(name.name()));
            case Expr.Unary unary -> unary.op() == Operator.MINUS && ofAttributes(unary.a());
            default -> is(expr) && ExprTree.children(expr).stream().allMatch(this::ofAttributes);
        };
    }

    private static boolean isNumber(@Nullable Param param) {
        if (param == null || param.isTensor() || Types.isNullable(param)) {
            return false;
        }
        var kind = param.attribute().kind();
        return kind == ParamType.Attribute.Kind.NUM || kind == ParamType.Attribute.Kind.FLOAT;
    }
}
