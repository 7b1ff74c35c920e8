package dev.tenon.codegen.emit.body;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Writes what a composite requires of its arguments. The error says the operator, the rule with its values, the tensors that the condition
 * speaks of, and the way out; whether it is one of shapes, of dtypes or of other arguments follows from the condition.
 */
public final class RequireCode {
    private static final Set<String> SHAPES = Set.of("shape", "rank", "ndim", "numel");

    private final OpEntry op;
    private final TensorBody bodies;
    private final List<CodeBlock> message = new ArrayList<>();
    /** What is to be said before the next value. */
    private String text = "";

    RequireCode(OpEntry op, TensorBody bodies) {
        this.op = op;
        this.bodies = bodies;
    }

    CodeBlock statements(Require require) {
        message.clear();
        // What a part of an operator refuses is told as the operator's own.
        text = (Library.isPart(op) ? "shape" : op.name()) + ": ";
        var told = require.message();
        if (told == null) {
            text += require.line();
        } else {
            template(told);
        }
        if (told == null || !told.hasValues()) {
            attributes(require);
        }
        tensors(require);
        if (require.hint() != null) {
            text += "\n  try:   ";
            template(require.hint());
        }
        if (!text.isEmpty()) {
            message.add(CodeBlock.of("$S", text));
        }
        return CodeBlock.builder().beginControlFlow("if ($L)", negated(require.condition()).text())
            .addStatement("throw new $T($L)", exception(require.condition()), message.stream().collect(CodeBlock.joining(" +$W")))
            .endControlFlow().build();
    }

    /** That the condition does not hold; what compares real numbers is denied as a whole, as nothing holds of NaN. */
    private Code negated(Expr condition) {
        return switch (condition) {
            case Expr.Binary binary when binary.op().isLogical() ->
                Code.binary(JavaType.BOOL, binary.op() == Operator.AND ? Operator.OR : Operator.AND, negated(binary.a()),
                    negated(binary.b()));
            case Expr.Binary binary when binary.op() == Operator.EQUAL || binary.op() == Operator.UNEQUAL ->
                bodies.translate(new Expr.Binary(binary.op() == Operator.EQUAL ? Operator.UNEQUAL : Operator.EQUAL, binary.a(), binary.b(),
                    binary.at()));
            case Expr.Binary binary when isOfIntegers(binary) -> bodies.translate(new Expr.Binary(switch (binary.op()) {
                case LESS -> Operator.AT_LEAST;
                case AT_MOST -> Operator.GREATER;
                case GREATER -> Operator.AT_MOST;
                default -> Operator.LESS;
            }, binary.a(), binary.b(), binary.at()));
            case Expr.Unary not -> bodies.translate(not.a());
            default -> Code.at(Code.PREFIX, JavaType.BOOL, "!$L", bodies.translate(condition).within(Code.PREFIX));
        };
    }

    private boolean isOfIntegers(Expr.Binary binary) {
        return bodies.translate(binary.a()).type() == JavaType.LONG && bodies.translate(binary.b()).type() == JavaType.LONG;
    }

    private void template(Template template) {
        for (var part : template.parts()) {
            text += part.text();
            if (part.value() != null) {
                value(text(bodies.translate(part.value())));
            }
        }
    }

    private void value(CodeBlock value) {
        message.add(CodeBlock.of("$S", text));
        message.add(value);
        text = "";
    }

    private static CodeBlock text(Code value) {
        return switch (value.type()) {
            case LONGS -> CodeBlock.of("$T.toString($L)", Arrays.class, value.text());
            case TENSOR -> CodeBlock.of("$T.describe($L)", Names.core("Operand"), value.text());
            default -> value.within(Code.PRODUCT);
        };
    }

    /** The values of the attributes that the condition speaks of, unless the message tells them. */
    private void attributes(Require require) {
        var before = ", got ";
        for (var param : named(require)) {
            if (!param.isTensor()) {
                text += before + param.name() + " = ";
                value(text(bodies.translate(new Expr.Name(param.name(), require.at()))));
                before = ", ";
            }
        }
    }

    private void tensors(Require require) {
        var before = "\n  ";
        for (var param : named(require)) {
            if (param.isTensor() && !param.tensor().list()) {
                text += before + param.name() + ": ";
                value(CodeBlock.of(param.tensor().optional() ? "($2N == null ? null : $1T.describe($2N))" : "$1T.describe($2N)",
                    Names.core("Operand"), param.javaName()));
                before = "   ";
            }
        }
    }

    private List<Param> named(Require require) {
        var names = ExprTree.names(require.condition());
        return op.sig().params().stream().filter(param -> names.contains(param.name())).toList();
    }

    /** What is thrown where the condition does not hold. */
    public static ClassName exception(Expr condition) {
        boolean[] speaksOf = new boolean[2];
        ExprTree.walk(condition, part -> {
            var word = part instanceof Expr.Field field ? field.name() : part instanceof Expr.Call call ? call.function() : "";
            speaksOf[0] |= SHAPES.contains(word);
            speaksOf[1] |= word.equals("dtype");
        });
        return Names.core(speaksOf[0] ? "ShapeException" : speaksOf[1] ? "DTypeException" : "ArgumentException");
    }
}
