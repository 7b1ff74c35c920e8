package dev.tenon.codegen.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Writes the {@code infer} method of an operator's record: class checks, sizes, requirements, and the outputs. */
final class InferEmitter {
    private static final Map<Character, String> CLASS_CHECKS = Map.of('F', "requireFloating", 'W', "requireWideFloating", 'I',
        "requireIntegral", 'Q', "requireIntegralOrBool", 'B', "requireBool", 'N', "requireNumeric");

    private final OpEntry op;
    private final ShapeCode shapes;
    private final CodeBlock.Builder body = CodeBlock.builder();
    private final Map<Character, Code> promoted = new HashMap<>();

    InferEmitter(OpEntry op, Types types, String records) {
        this.op = op;
        this.shapes = new ShapeCode(op, types, records);
    }

    MethodSpec infer() {
        classChecks();
        inputSizes();
        var shape = lets(op.shape());
        op.requires().forEach(this::require);
        if (op.view() != null) {
            handWritten(op.view());
        } else if (op.rule() != null) {
            handWritten(op.rule());
        } else if (shape == null && isElementwise()) {
            body.addStatement("call.elementwise($T.Result.$L)", Names.INFERENCE, elementwiseResult());
        } else {
            outputs(shape);
        }
        numbers();
        return MethodSpec.methodBuilder("infer").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
            .addParameter(Names.INFERENCE, "call").addCode(body.build()).build();
    }

    /** Numbers are computed with in the dtype of the tensors: what integers cannot hold is refused, where no rule in Java says so itself. */
    private void numbers() {
        var tensors = op.sig().tensors();
        char letter = tensors.isEmpty() ? ' ' : tensors.getFirst().tensor().letter();
        if (op.kind() != Kind.POINTWISE && op.kind() != Kind.NATIVE || op.rule() != null || "TNIQ".indexOf(letter) < 0) {
            return;
        }
        for (var param : op.sig().attributes()) {
            if (param.attribute().kind() == ParamType.Attribute.Kind.NUM) {
                body.addStatement("call.computesWith($S, $N)", param.name(), param.javaName());
            }
        }
    }

    private void classChecks() {
        boolean counted = isElementwise() && op.view() == null && op.rule() == null && op.shape() == null;
        for (var param : op.sig().tensors()) {
            var check = CLASS_CHECKS.get(param.tensor().letter());
            if (check != null && param.tensor().list()) {
                body.beginControlFlow("for (int i = 0; i < $L; i++)", shapes.listEnd());
                body.addStatement("$T.$L(call, i)", Names.DTYPE_RULES, check).endControlFlow();
            } else if (check != null) {
                body.addStatement("$T.$L(call, $L)", Names.DTYPE_RULES, check, shapes.input(param));
            }
        }
        var required = op.sig().tensors().stream().filter(p -> ShapeCode.isPlain(p.tensor())).toList();
        if (!counted && !required.isEmpty()) {
            body.addStatement("$T.given(call, $L)", Names.CALL_RULES,
                required.stream().map(shapes::input).collect(CodeBlock.joining(",$W")));
        }
    }

    private void inputSizes() {
        for (var param : op.sig().tensors()) {
            var dims = param.tensor().dims();
            if (dims == null) {
                continue;
            }
            if (param.tensor().optional()) {
                body.beginControlFlow("if (call.has($L))", shapes.input(param));
            }
            namedSizes(param, dims);
            if (param.tensor().optional()) {
                body.endControlFlow();
            }
        }
    }

    private void namedSizes(Param param, List<Expr> dims) {
        var pattern = pattern(dims);
        var input = shapes.input(param);
        boolean binds = !param.tensor().optional() && dims.stream().anyMatch(this::binds);
        if (binds) {
            body.addStatement("long[] $LSizes = $T.sizes(call, $L, $L, $S)", param.javaName(), Names.CALL_RULES, input, dims.size(),
                pattern);
        } else {
            body.addStatement("$T.sizes(call, $L, $L, $S)", Names.CALL_RULES, input, dims.size(), pattern);
        }
        for (int d = 0; d < dims.size(); d++) {
            var dim = dims.get(d);
            if (binds(dim) && !param.tensor().optional()) {
                var name = local(((Expr.Name) dim).name());
                body.addStatement("long $L = $LSizes[$L]", name, param.javaName(), d);
                shapes.declare(((Expr.Name) dim).name(), Code.of(JavaType.LONG, "$L", name));
            } else {
                body.addStatement("$T.size(call, $L, $L, $L, $S)", Names.CALL_RULES, input, d, shapes.translate(dim).text(),
                    Printer.print(dim));
            }
        }
    }

    private boolean binds(Expr dim) {
        return dim instanceof Expr.Name name && !shapes.isDeclared(name.name()) && op.param(name.name()) == null;
    }

    /** A local variable's name for a symbolic size: {@code B} becomes {@code b} unless a parameter has that name. */
    private String local(String name) {
        var lower = name.length() == 1 ? name.toLowerCase(Locale.ROOT) : Names.camel(name);
        boolean taken = op.sig().params().stream().anyMatch(p -> p.javaName().equals(lower));
        return taken || lower.equals("g") && name.equals("G") ? lower + "Size" : lower;
    }

    private @Nullable Expr lets(@Nullable Expr shape) {
        var rest = shape;
        while (rest instanceof Expr.Let let) {
            var value = shapes.translate(let.value());
            var name = local(let.name());
            body.addStatement("$T $L = $L", typeName(value.type()), name, value.text());
            shapes.declare(let.name(), Code.of(value.type(), "$L", name));
            rest = let.body();
        }
        return rest instanceof Expr.NullLit ? null : rest;
    }

    private static TypeName typeName(JavaType type) {
        return switch (type) {
            case LONG -> TypeName.LONG;
            case DOUBLE -> TypeName.DOUBLE;
            case BOOL -> TypeName.BOOLEAN;
            case DTYPE -> Names.DTYPE;
            case INTS -> Names.INTS;
            default -> ArrayTypeName.of(TypeName.LONG);
        };
    }

    private void require(Require require) {
        var condition = shapes.translate(require.condition());
        var message = new RuleMessage(require.message() != null ? require.message().plain() : require.text());
        for (var name : ExprTree.names(require.condition())) {
            var param = op.param(name);
            if (shapes.isDeclared(name) || param != null && !param.isTensor()) {
                message.value(name, shapes.translate(new Expr.Name(name, require.at())).text());
            }
        }
        body.beginControlFlow("if (!($L))", condition.text());
        body.addStatement("throw new $T(call.message($L, null))", Names.ARGUMENT_EXCEPTION, message.code());
        body.endControlFlow();
    }

    private void handWritten(String rule) {
        int dot = rule.indexOf('.');
        var attributes = op.sig().attributes().stream().map(p -> CodeBlock.of(", $N", p.javaName())).collect(CodeBlock.joining(""));
        body.addStatement("$T.$L(call$L)", Names.spi(rule.substring(0, dot)), rule.substring(dot + 1), attributes);
    }

    /** Whether the outputs follow from all inputs promoted and broadcast together. */
    private boolean isElementwise() {
        var tensors = op.sig().tensors();
        if (op.kind() != Kind.POINTWISE || op.dtype() != null || op.sig().results().size() != 1 || tensors.isEmpty()) {
            return false;
        }
        char letter = tensors.getFirst().tensor().letter();
        boolean alike = letter != 'X' && tensors.stream().allMatch(p -> p.tensor().letter() == letter && ShapeCode.isPlain(p.tensor()));
        var dtype = op.sig().results().getFirst().dtype();
        return alike && op.sig().results().getFirst().dims() == null
            && (dtype.equals(String.valueOf(letter)) || dtype.equals("float(" + letter + ")") || dtype.equals("bool"));
    }

    private String elementwiseResult() {
        var dtype = op.sig().results().getFirst().dtype();
        return dtype.equals("bool") ? "BOOL" : dtype.length() == 1 ? "PROMOTED" : "FLOATING";
    }

    private void outputs(@Nullable Expr shape) {
        var results = op.sig().results();
        shared(results);
        for (int i = 0; i < results.size(); i++) {
            body.addStatement("call.output($L, $L)", dtype(results.get(i), i), sizes(results.get(i), shape, i));
        }
        var first = results.getFirst();
        if (op.dtype() == null && first.letter() == ' ' && !op.sig().tensors().isEmpty()) {
            body.addStatement("call.compute($L)", computed().text());
        }
    }

    /** The dtype that several results have is found once. */
    private void shared(List<Result> results) {
        for (var result : results) {
            boolean again = results.stream().filter(other -> other.letter() == result.letter()).count() > 1;
            if (result.letter() != ' ' && op.dtype() == null && again && !promoted.containsKey(result.letter())) {
                body.addStatement("$T dtype = $L", Names.DTYPE, shapes.promoted(result.letter()).text());
                promoted.put(result.letter(), Code.of(JavaType.DTYPE, "dtype"));
                return;
            }
        }
    }

    private Code promoted(char letter) {
        var known = promoted.get(letter);
        return known != null ? known : shapes.promoted(letter);
    }

    /** Where the result's dtype says nothing about the operands', kernels compute in the promoted dtype of the main letter. */
    private Code computed() {
        var tensors = op.sig().tensors();
        var main = tensors.stream().filter(p -> "TNFWX".indexOf(p.tensor().letter()) >= 0).findFirst().orElse(tensors.getFirst());
        return shapes.promoted(main.tensor().letter());
    }

    private CodeBlock dtype(Result result, int index) {
        if (index == 0 && op.dtype() != null) {
            return shapes.translate(op.dtype()).text();
        }
        if (result.letter() == ' ') {
            return CodeBlock.of("$T.$L", Names.DTYPE, Names.constant(result.dtype()));
        }
        var letter = promoted(result.letter());
        return result.dtype().startsWith("float(") ? CodeBlock.of("call.floating($L)", letter.text())
            : result.dtype().startsWith("int(") ? CodeBlock.of("$T.counting($L)", Names.DTYPE_RULES, letter.text())
                : result.dtype().startsWith("accum(") ? CodeBlock.of("call.accumulating($L)", letter.text()) : letter.text();
    }

    private CodeBlock sizes(Result result, @Nullable Expr shape, int index) {
        var dims = result.dims();
        if (dims != null) {
            var values = dims.stream().map(d -> shapes.translate(d).text()).collect(CodeBlock.joining(",$W"));
            return dims.isEmpty() ? CodeBlock.of("new long[0]")
                : CodeBlock.of("$T.result(call, $S, $L)", Names.CALL_RULES, pattern(dims), values);
        }
        if (shape instanceof Expr.ListLit list && op.sig().results().size() > 1 && list.items().size() == op.sig().results().size()) {
            return shapes.translate(list.items().get(index)).text();
        }
        if (shape != null) {
            return shapes.translate(shape).text();
        }
        return CodeBlock.of("call.broadcast($L)", op.sig().tensors().stream().map(shapes::input).collect(CodeBlock.joining(",$W")));
    }

    private static String pattern(List<Expr> dims) {
        return "[" + String.join(", ", dims.stream().map(Printer::print).toList()) + "]";
    }
}
