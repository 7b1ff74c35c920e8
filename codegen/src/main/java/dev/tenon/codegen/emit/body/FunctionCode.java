package dev.tenon.codegen.emit.body;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.BodyFunction;
import java.util.Arrays;

/** Translates calls of the functions of sizes, lists and dtypes, which are no operators. */
final class FunctionCode {
    private final TensorCode expressions;

    FunctionCode(TensorCode expressions) {
        this.expressions = expressions;
    }

    Code call(BodyFunction function, Expr.Call call) {
        var first = call.args().getFirst();
        return switch (function) {
            case LEADING, TRAILING, REPEATED, REPLACED, REVERSED, RANGE, MERGED, BROADCAST -> sizes(JavaType.LONGS, call);
            case PRODUCT -> sizes(JavaType.LONG, call);
            case CONTAINS -> sizes(JavaType.BOOL, call);
            case AXIS -> Code.of(JavaType.LONG, "$T.axis($L)", Names.spi("Axes"), arguments(call));
            case RANK, NUMEL -> expressions.field(new Expr.Field(first, function.text(), call.at()));
            case LEN -> length(expressions.translate(first));
            case HAS -> expressions.given((Expr.Name) first);
            case IS_FLOATING -> ofDtype("isFloating", first);
            case IS_INTEGRAL -> ofDtype("isIntegral", first);
            case PROMOTED -> Code.of(JavaType.DTYPE, "$T.promote($L)", Names.DTYPE, arguments(call));
            case DETACH -> Code.of(JavaType.TENSOR, "$L.detach()", expressions.translate(first).within(Code.PRIMARY));
            case UNREDUCE -> Code.of(JavaType.TENSOR, "$T.unreduce($L,$W$L,$W$L,$W$L)", Names.GRADIENTS, text(first), array(call, 1),
                dims(call.args().get(2)), text(call.args().get(3)));
            case COUNT -> Code.of(JavaType.LONG, "$T.count($L,$W$L)", Names.spi("Sizes"), array(call, 0), dims(call.args().get(1)));
            case EACH -> each(call, (Expr.Name) first);
            case EVERY -> every(call, (Expr.Name) first);
        };
    }

    private Code sizes(JavaType result, Expr.Call call) {
        return Code.of(result, "$T.$L($L)", Names.spi("Sizes"), call.function(), arguments(call));
    }

    private CodeBlock arguments(Expr.Call call) {
        return call.args().stream().map(expressions::translate).map(code -> code.type().isInts() ? TensorCode.array(code) : code.text())
            .collect(CodeBlock.joining(",$W"));
    }

    private CodeBlock text(Expr arg) {
        return expressions.translate(arg).text();
    }

    private CodeBlock array(Expr.Call call, int argument) {
        return TensorCode.array(expressions.translate(call.args().get(argument)));
    }

    /** Dimensions as an array, null for all. */
    private CodeBlock dims(Expr arg) {
        var code = expressions.translate(arg);
        return switch (code.type()) {
            case NULL -> CodeBlock.of("null");
            case LONG -> code.nullable() ? CodeBlock.of("$1L == null ? null : new long[] {$1L}", code.text())
                : CodeBlock.of("new long[] {$L}", code.text());
            case INTS -> code.nullable() ? CodeBlock.of("$T.array($L)", Names.ATTRIBUTES, code.text()) : TensorCode.array(code);
            default -> TensorCode.array(code);
        };
    }

    private Code ofDtype(String method, Expr dtype) {
        return Code.of(JavaType.BOOL, "$L.$L()", expressions.translate(dtype).within(Code.PRIMARY), method);
    }

    private static Code length(Code list) {
        return Code.of(JavaType.LONG,
            list.type() == JavaType.LONGS || list.type() == JavaType.REALS ? "$L.length"
                : list.type() == JavaType.SHAPE ? "$L.rank()" : "$L.size()",
            list.text());
    }

    private Code each(Expr.Call call, Expr.Name name) {
        var list = expressions.translate(call.args().get(1));
        boolean tensors = list.type() == JavaType.TENSORS;
        var made = expressions.translateWith(name.name(), tensors ? JavaType.TENSOR : JavaType.LONG, call.args().get(2));
        boolean toTensors = made.type() == JavaType.TENSOR;
        var method = tensors == toTensors ? "map" : tensors ? "mapToLong" : "mapToObj";
        return Code.of(toTensors ? JavaType.TENSORS : JavaType.LONGS, toTensors ? "$L.$L($L -> $L).toList()" : "$L.$L($L -> $L).toArray()",
            stream(list), method, Names.camel(name.name()), made.text());
    }

    private Code every(Expr.Call call, Expr.Name name) {
        var list = expressions.translate(call.args().get(1));
        var item = list.type() == JavaType.TENSORS ? JavaType.TENSOR : JavaType.LONG;
        var holds = expressions.translateWith(name.name(), item, call.args().get(2));
        return Code.of(JavaType.BOOL, "$L.allMatch($L -> $L)", stream(list), Names.camel(name.name()), holds.text());
    }

    private static CodeBlock stream(Code list) {
        return list.type() == JavaType.TENSORS ? CodeBlock.of("$L.stream()", list.within(Code.PRIMARY))
            : CodeBlock.of("$T.stream($L)", Arrays.class, TensorCode.array(list));
    }
}
