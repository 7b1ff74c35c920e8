package dev.tenon.codegen.emit.shape;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.Result;
import dev.tenon.codegen.spec.ShapeFunction;
import dev.tenon.codegen.spec.Sizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Writes the {@code infer} method of an operator's record: class checks, sizes, requirements, and the outputs. */
public final class InferEmitter {
    private static final Map<Character, String> CLASS_CHECKS = Map.of('F', "requireFloating", 'W', "requireWideFloating", 'I',
        "requireIntegral", 'Q', "requireIntegralOrBool", 'B', "requireBool", 'N', "requireNumeric");

    /** From the simple name of a class of rules to the class. */
    private final Function<String, ClassName> owners;
    private final OpEntry.Primitive op;
    private final ShapeCode shapes;
    private final CodeBlock.Builder body = CodeBlock.builder();
    private final NamedSizes sizes;
    private final Map<Character, Code> promoted = new HashMap<>();

    public InferEmitter(OpEntry.Primitive op, Types types, String records, Function<String, ClassName> owners) {
        this.owners = owners;
        this.op = op;
        this.shapes = new ShapeCode(op, types, records, owners);
        this.sizes = new NamedSizes(op, shapes, body);
    }

    public MethodSpec infer() {
        classChecks();
        sizes.bind();
        var late = lateNames();
        op.requires().stream().filter(require -> !reads(require, late)).forEach(this::require);
        var shape = lets(op.shape());
        op.requires().stream().filter(require -> reads(require, late)).forEach(this::require);
        var rule = op instanceof OpEntry.View view ? view.view() : op.rule();
        if (rule != null) {
            handWritten(rule);
        } else if (shape == null && isElementwise()) {
            body.addStatement("call.elementwise($T.Result.$L)", Names.INFERENCE, elementwiseResult());
        } else {
            outputs(shape);
        }
        numbers();
        return MethodSpec.methodBuilder("infer").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
            .addParameter(Names.INFERENCE, "call").addCode(body.build()).build();
    }

    /** The names of the {@code let} lines of the shape. What reads none of them is required before they are computed. */
    private Set<String> lateNames() {
        var names = new HashSet<String>();
        for (var rest = op.shape(); rest instanceof Expr.Let let; rest = let.body()) {
            names.add(let.name());
        }
        return names;
    }

    private static boolean reads(Require require, Set<String> names) {
        return Stream.concat(Stream.of(require.condition()), require.values().stream())
            .anyMatch(expr -> ExprTree.names(expr).stream().anyMatch(names::contains));
    }

    /** Numbers are computed with in the dtype of the tensors: what integers cannot hold is refused, where no rule in Java says so itself. */
    private void numbers() {
        var tensors = op.sig().tensors();
        char letter = tensors.isEmpty() ? ' ' : tensors.getFirst().tensor().letter();
        boolean computes = op instanceof OpEntry.Pointwise || op instanceof OpEntry.Native;
        if (!computes || op.rule() != null || "TNIQ".indexOf(letter) < 0) {
            return;
        }
        for (var param : op.sig().attributes()) {
            if (param.attribute().kind() == ParamType.Attribute.Kind.NUM) {
                body.addStatement("call.$L($S, $N)", isFactor(param) ? "scalesBy" : "computesWith", param.name(), param.javaName());
            }
        }
    }

    /** Whether all that the formulas do with a number is to multiply by it. */
    private boolean isFactor(Param param) {
        var read = new ArrayList<Expr>();
        var multiplied = new ArrayList<Expr>();
        for (var formula : op instanceof OpEntry.Pointwise pointwise ? pointwise.formula().values() : List.<Expr>of()) {
            ExprTree.walk(formula, expr -> {
                if (isName(expr, param)) {
                    read.add(expr);
                } else if (expr instanceof Expr.Binary product && product.op() == Operator.TIMES) {
                    Stream.of(product.a(), product.b()).filter(part -> isName(part, param)).forEach(multiplied::add);
                }
            });
        }
        return !read.isEmpty() && read.size() == multiplied.size();
    }

    private static boolean isName(Expr expr, Param param) {
        return expr instanceof Expr.Name name && name.name().equals(param.name());
    }

    private void classChecks() {
        boolean counted = isElementwise() && op.rule() == null && op.shape() == null;
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

    /** Declares the names of {@code let} lines that are not yet declared, and leaves what follows them. */
    private @Nullable Expr lets(@Nullable Expr shape) {
        var rest = shape;
        while (rest instanceof Expr.Let let) {
            if (!shapes.isDeclared(let.name())) {
                var value = shapes.translate(let.value());
                var name = shapes.local(let.name());
                body.addStatement("$T $L = $L", typeName(value.type()), name, value.text());
                shapes.declare(let.name(), Code.of(value.type(), "$L", name));
            }
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
        var condition = lets(require.condition());
        if (condition != null && ShapeFunction.check(condition) != null) {
            body.addStatement("$L", shapes.translate(condition).text());
            return;
        }
        var values = new LinkedHashMap<String, CodeBlock>();
        for (var name : ExprTree.names(require.condition())) {
            var param = op.param(name);
            if (shapes.isDeclared(name) || param != null && !param.isTensor()) {
                values.put(name, shapes.translate(new Expr.Name(name, require.at())).text());
            }
        }
        var message = RuleMessage.of("", require, values, shapes::translate);
        var hint = require.hint() == null ? CodeBlock.of("null") : RuleMessage.text("", require.hint(), shapes::translate);
        body.beginControlFlow("if (!($L))", shapes.translate(Objects.requireNonNull(condition)).text());
        switch (new RuleSubject(op).of(require.condition())) {
            case INDEX -> body.addStatement("throw new $T(call.message($L, $L))", Names.INDEX_EXCEPTION, message, hint);
            case DTYPE -> body.addStatement("throw call.dtypeError($L, $L)", message, hint);
            case SHAPE -> body.addStatement("throw call.shapeError($L, $L)", message, hint);
            case ARGUMENT -> body.addStatement("throw new $T(call.message($L, $L))", Names.ARGUMENT_EXCEPTION, message, hint);
        }
        body.endControlFlow();
    }

    private void handWritten(String rule) {
        int dot = rule.indexOf('.');
        var attributes = op.sig().attributes().stream().map(p -> CodeBlock.of(", $N", p.javaName())).collect(CodeBlock.joining(""));
        body.addStatement("$T.$L(call$L)", owners.apply(rule.substring(0, dot)), rule.substring(dot + 1), attributes);
    }

    /** Whether the outputs follow from all inputs promoted and broadcast together. */
    private boolean isElementwise() {
        var tensors = op.sig().tensors();
        if (!(op instanceof OpEntry.Pointwise) || op.dtype() != null || op.sig().results().size() != 1 || tensors.isEmpty()) {
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
        if (op.sig().listResult()) {
            body.addStatement("call.compute($L)", computed().text());
            return;
        }
        var results = op.sig().results();
        shared(results);
        var rules = IntStream.range(0, results.size()).mapToObj(i -> sizesRule(results.get(i), shape, i)).toList();
        var named = new HashMap<String, CodeBlock>();
        for (int i = 0; i < results.size(); i++) {
            var known = named.get(rules.get(i));
            var outSizes = known != null ? known : sizes(results.get(i), shape, i);
            if (known == null && rules.lastIndexOf(rules.get(i)) > i && outSizes.toString().contains("(")) {
                var name = shapes.local(results.get(i).name() + "_sizes");
                body.addStatement("long[] $L = $L", name, outSizes);
                outSizes = CodeBlock.of("$L", name);
                named.put(rules.get(i), outSizes);
            }
            body.addStatement("call.output($L, $L)", dtype(results.get(i), i), outSizes);
        }
        var first = results.getFirst();
        if (first.letter() == ' ' && !op.sig().tensors().isEmpty()) {
            body.addStatement("call.compute($L)", computed().text());
        }
    }

    /** What the spec says of a result's sizes: those of which it says the same are computed once. */
    private String sizesRule(Result result, @Nullable Expr shape, int index) {
        var value = shapeOf(shape, index);
        return result.dims() != null ? Sizes.text(result.dims()) : value != null ? Printer.print(value) : "";
    }

    /** The item of a list of as many shapes as there are results, or what all of them have. */
    private @Nullable Expr shapeOf(@Nullable Expr shape, int index) {
        int results = op.sig().results().size();
        return shape instanceof Expr.ListLit list && results > 1 && list.items().size() == results ? list.items().get(index) : shape;
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
            return shapes.translate(Objects.requireNonNull(lets(op.dtype()))).text();
        }
        if (result.letter() == ' ') {
            return CodeBlock.of("$T.$L", Names.DTYPE, Names.constant(result.dtype()));
        }
        var letter = promoted(result.letter());
        return result.dtype().startsWith("float(") ? CodeBlock.of("call.floating($L)", letter.text())
            : result.dtype().startsWith("statistics(") ? CodeBlock.of("$T.statistics($L)", Names.DTYPE_RULES, letter.text())
                : result.dtype().startsWith("int(") ? CodeBlock.of("$T.counting($L)", Names.DTYPE_RULES, letter.text())
                    : result.dtype().startsWith("accum(") ? CodeBlock.of("call.accumulating($L)", letter.text()) : letter.text();
    }

    private CodeBlock sizes(Result result, @Nullable Expr shape, int index) {
        if (result.dims() != null) {
            return sizes.result(result.dims());
        }
        var value = shapeOf(shape, index);
        if (value instanceof Expr.ListLit list) {
            return sizes.result(list.items());
        }
        if (value != null) {
            var computed = shapes.sizes(shapes.translate(value));
            return SizeBounds.of(op).areSizes(value) ? computed
                : CodeBlock.of("$T.result(call, $S, $L)", Names.CALL_RULES, Printer.print(value), computed);
        }
        var tensors = op.sig().tensors();
        return tensors.size() == 1 && ShapeCode.isPlain(tensors.getFirst().tensor()) ? CodeBlock.of("call.in(0).shape().toArray()")
            : CodeBlock.of("call.broadcast($L)", tensors.stream().map(shapes::input).collect(CodeBlock.joining(",$W")));
    }
}
