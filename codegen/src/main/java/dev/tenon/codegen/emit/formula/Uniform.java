package dev.tenon.codegen.emit.formula;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Nulls;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a formula reads that is the same for every element: an attribute, an attribute with the value that stands for null, whether an
 * attribute is null, arithmetic on attributes, or a limit of the compute type. Kernels evaluate it once, into a local variable, before
 * their loop.
 *
 * @param local the variable
 * @param flag whether it is a truth value
 * @param source the expression it stands for
 */
public record Uniform(String local, boolean flag, Expr source) {
    /** The formula with every such part replaced by a name, which is the part's text; new parts are added to {@code found}. */
    static Expr extract(OpEntry op, Expr formula, Map<String, Uniform> found, Set<String> taken) {
        if (formula instanceof Expr.Binary binary && binary.op() == Operator.OR_ELSE && tensor(op, binary.a()) != null) {
            return extract(op, Nulls.written(binary), found, taken);
        }
        var uniform = of(op, formula, taken);
        if (uniform == null) {
            return ExprTree.map(formula, part -> extract(op, part, found, taken));
        }
        var key = Printer.print(formula);
        if (!found.containsKey(key)) {
            found.put(key, uniform);
            taken.add(uniform.local());
        }
        return new Expr.Name(key, formula.at());
    }

    private static @Nullable Uniform of(OpEntry op, Expr expr, Set<String> taken) {
        return switch (expr) {
            case Expr.Name name -> of(attribute(op, name), name, taken);
            case Expr.Binary binary when binary.b() instanceof Expr.NullLit ->
                test(op.param(((Expr.Name) binary.a()).name()), binary, taken);
            case Expr.Binary binary -> of(attribute(op, binary.a()), binary, taken);
            default -> null;
        };
    }

    private static @Nullable Uniform of(@Nullable Param param, Expr.Name name, Set<String> taken) {
        if (param != null) {
            return new Uniform(free(param.javaName(), taken), param.attribute().kind() == ParamType.Attribute.Kind.BOOL, name);
        }
        var constant = Constant.of(name.name());
        boolean limit = constant != null && constant.ofDtype();
        return limit ? new Uniform(free(Names.camel(name.name().toLowerCase(Locale.ROOT)), taken), false, name) : null;
    }

    private static @Nullable Uniform of(@Nullable Param param, Expr.Binary binary, Set<String> taken) {
        if (param == null) {
            return null;
        }
        boolean flag = param.attribute().kind() == ParamType.Attribute.Kind.BOOL;
        return binary.op() == Operator.OR_ELSE ? new Uniform(free(param.javaName(), taken), flag, binary) : null;
    }

    /** Whether a parameter, which may be a tensor, is null. */
    private static @Nullable Uniform test(@Nullable Param param, Expr.Binary binary, Set<String> taken) {
        var suffix = binary.op() == Operator.EQUAL ? "Missing" : "Given";
        return param == null ? null : new Uniform(free(param.javaName() + suffix, taken), true, binary);
    }

    /** The optional tensor of which it says whether it was given, or null. */
    public @Nullable Param tensor(OpEntry op) {
        return source instanceof Expr.Binary binary && binary.b() instanceof Expr.NullLit ? tensor(op, binary.a()) : null;
    }

    /** Whether it holds where that tensor was left out. */
    public boolean isOfMissing() {
        return source instanceof Expr.Binary binary && binary.op() == Operator.EQUAL;
    }

    private static @Nullable Param tensor(OpEntry op, Expr expr) {
        var param = expr instanceof Expr.Name name ? op.param(name.name()) : null;
        return param != null && param.isTensor() ? param : null;
    }

    private static @Nullable Param attribute(OpEntry op, Expr expr) {
        if (!(expr instanceof Expr.Name name)) {
            return null;
        }
        var param = op.param(name.name());
        return param != null && !param.isTensor() ? param : null;
    }

    static String free(String name, Set<String> taken) {
        return taken.contains(name) ? free(name + "Value", taken) : name;
    }

    /** The Java text that evaluates it for a compute type, from the record {@code op}. */
    public CodeBlock initializer(OpEntry entry, Compute compute) {
        if (AttributeArithmetic.is(source)) {
            return arithmetic(entry);
        }
        var param = attribute(entry, source instanceof Expr.Binary binary ? binary.a() : source);
        if (param == null) {
            return constant(source, compute);
        }
        var given = CodeBlock.of("op.$L()", param.javaName());
        if (!(source instanceof Expr.Binary binary)) {
            // The formula reads it only behind a test that it is given; what stands for null does not matter.
            return Types.isNullable(param) ? CodeBlock.of("$L != null ? $L : $L", given, number(param, compute), flag ? "false" : "0")
                : number(param, compute);
        }
        return binary.op() == Operator.OR_ELSE
            ? CodeBlock.of("$L != null ? $L : $L", given, number(param, compute), otherwise(binary.b(), compute))
            : CodeBlock.of("$L $L null", given, binary.op());
    }

    private CodeBlock arithmetic(OpEntry entry) {
        return number(entry, source);
    }

    /** The Java text that evaluates arithmetic on attributes in double, from the record {@code op}. */
    static CodeBlock number(OpEntry entry, Expr source) {
        var text = new ScalarText(Compute.F64.dialect());
        for (var name : ExprTree.names(source)) {
            text.declare(name, Piece.number(number(Objects.requireNonNull(entry.param(name)), Compute.F64)));
        }
        return text.translate(source).text();
    }

    private static CodeBlock number(Param param, Compute compute) {
        var value = CodeBlock.of("op.$L()", param.javaName());
        boolean integral = compute == Compute.I64;
        return switch (param.attribute().kind()) {
            case NUM -> KernelClasses.on(value, integral ? "longValue" : "doubleValue");
            case FLOAT -> !integral ? value
                : Types.isNullable(param) ? KernelClasses.on(value, "longValue") : CodeBlock.of("(long) $L", value);
            default -> value;
        };
    }

    private static CodeBlock otherwise(Expr expr, Compute compute) {
        var text = new ScalarText(compute.dialect());
        for (var constant : Constant.values()) {
            if (constant.ofDtype()) {
                text.declare(constant.name(), Piece.number(constant(constant, compute)));
            }
        }
        return text.translate(expr).within(Code.TERNARY + 1);
    }

    private static CodeBlock constant(Expr expr, Compute compute) {
        var constant = expr instanceof Expr.Name name ? Constant.of(name.name()) : null;
        if (constant == null) {
            throw new IllegalArgumentException(expr.at() + ": not the same for every element");
        }
        return CodeBlock.of("$L", constant(constant, compute));
    }

    private static String constant(Constant constant, Compute compute) {
        var text = switch (compute) {
            case F32 -> constant.javaFloatText();
            case F64 -> constant.javaText();
            case I64 -> constant.javaLongText();
        };
        return text == null ? "0" : text;
    }
}
