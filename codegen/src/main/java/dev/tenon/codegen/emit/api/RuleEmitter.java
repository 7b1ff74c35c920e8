package dev.tenon.codegen.emit.api;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.body.RuleBindings;
import dev.tenon.codegen.emit.body.SafeChoices;
import dev.tenon.codegen.emit.body.TensorBody;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Nulls;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Writes an operator's gradient rule: its backward function in ordinary operators, and the fused kernel where no graph is asked for. */
public final class RuleEmitter {
    private static final TypeName GRADS = ArrayTypeName.of(Types.nullable(Names.TENSOR));

    private final Library library;
    private final OpEntry op;
    private final RuleBindings bindings;
    private final TensorBody bodies;
    private final List<MethodSpec> methods = new ArrayList<>();

    RuleEmitter(Library library, OpEntry op) {
        this.library = library;
        this.op = op;
        this.bindings = new RuleBindings(op);
        this.bodies = new TensorBody(library, op, bindings);
    }

    public static List<JavaFile> emit(Library library) {
        return library.spec().ops().stream().filter(Library::hasRule)
            .map(op -> JavaFiles.java(library.apiPackage(), new RuleEmitter(library, op).rule())).toList();
    }

    TypeSpec rule() {
        var name = library.rule(op);
        op.saved().forEach((saved, expr) -> bodies.save(saved, expr));
        var backward = backward();
        return TypeSpec.classBuilder(name).addModifiers(Modifier.FINAL)
            .addSuperinterface(ParameterizedTypeName.get(Names.GRAD_RULE, library.record(op)))
            .addJavadoc("The gradient of {@code $L}.", op.key())
            .addField(FieldSpec.builder(name, "INSTANCE", Modifier.STATIC, Modifier.FINAL).initializer("new $T()", name).build())
            .addMethod(mask("savedInputs", bindings.savedInputs())).addMethod(mask("savedOutputs", bindings.savedOutputs()))
            .addMethods(bindings.ownOutputs() == 0 ? List.of() : List.of(mask("ownOutputs", bindings.ownOutputs())))
            .addMethod(backward).addMethods(methods).build();
    }

    private static MethodSpec mask(String name, long bits) {
        var text = bits == -1 ? "-1" : "0b" + Long.toBinaryString(bits) + (bits > Integer.MAX_VALUE ? "L" : "");
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).returns(TypeName.LONG)
            .addStatement("return $L", text).build();
    }

    private MethodSpec backward() {
        var body = CodeBlock.builder();
        fused(body);
        var gradients = new ArrayList<@Nullable CodeBlock>();
        var params = op.sig().tensors();
        for (var param : params) {
            gradients.add(Library.isDifferentiable(op, param.name()) ? gradient(param) : null);
        }
        if (params.getFirst().tensor().list()) {
            body.addStatement("return call.gradients($L).toArray($T[]::new)", behindList(gradients), Names.TENSOR);
        } else {
            body.add(collected(params, gradients));
        }
        return MethodSpec.methodBuilder("backward").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).returns(GRADS)
            .addParameter(library.record(op), "op").addParameter(Names.GRAD_CALL, "call").addCode(body.build()).build();
    }

    /** The gradients of the list, and of the others, which stand at the end, where they are wanted. */
    private static CodeBlock behindList(List<@Nullable CodeBlock> gradients) {
        int others = gradients.size() - 1;
        var parts = new ArrayList<CodeBlock>();
        var list = gradients.getFirst();
        parts.add(list != null ? list : CodeBlock.of("$T.nCopies(call.inputs() - $L, null)", Collections.class, others));
        for (int i = 1; i <= others; i++) {
            var gradient = gradients.get(i);
            parts.add(gradient == null ? CodeBlock.of("null")
                : CodeBlock.of("call.needs(call.inputs() - $L) ? $L : null", others + 1 - i, gradient));
        }
        return parts.stream().collect(CodeBlock.joining(",$W"));
    }

    private static CodeBlock collected(List<Param> params, List<@Nullable CodeBlock> gradients) {
        var body = CodeBlock.builder();
        if (params.size() == 1) {
            return body.addStatement("return new $T {call.needs(0) ? $L : null}", GRADS, gradients.getFirst()).build();
        }
        body.add("return new $T {$>", GRADS);
        for (int i = 0; i < params.size(); i++) {
            var gradient = gradients.get(i);
            body.add("\n").add(gradient == null ? CodeBlock.of("null") : CodeBlock.of("call.needs($L) ? $L : null", i, gradient));
            body.add(i < params.size() - 1 ? "," : "");
        }
        return body.add("$<\n};\n").build();
    }

    /** One kernel for all gradients where they need not be differentiable themselves. */
    private void fused(CodeBlock.Builder body) {
        PointwiseGradients.fused(op).forEach(gradients -> pointwiseFused(body, gradients));
        if (op.fusedBackward() instanceof Expr.Call call) {
            body.beginControlFlow("if (!call.createGraph())");
            nativeFused(body, call);
            body.endControlFlow();
        }
    }

    private void nativeFused(CodeBlock.Builder body, Expr.Call call) {
        var code = bodies.translate(call);
        var kernel = library.callable(call.function());
        var outputs = kernel.op().sig().results();
        body.add(bindings.declarations());
        if (outputs.size() == 1) {
            body.addStatement("return new $T {$L}", GRADS, spread(List.of(code.text())));
            return;
        }
        body.addStatement("$T fused = $L", ClassName.get(kernel.api().packageName(), kernel.op().recordName() + "Result"), code.text());
        body.addStatement("return new $T {$L}", GRADS,
            spread(outputs.stream().map(r -> CodeBlock.of("fused.$L()", Names.camel(r.name()))).toList()));
    }

    /** A fused kernel is used where every gradient it computes is wanted, and no other. */
    private void pointwiseFused(CodeBlock.Builder body, PointwiseGradients gradients) {
        var tensors = op.sig().tensors();
        var condition = CodeBlock.builder().add("!call.createGraph()");
        var differentiable = PointwiseGradients.of(gradients.op()).params();
        if (differentiable.size() > 1) {
            differentiable.forEach(param -> condition.add(gradients.params().contains(param) ? " && call.needs($L)" : " && !call.needs($L)",
                tensors.indexOf(param)));
        }
        var operands = gradients.operands().stream().map(name -> bodies.translate(new Expr.Name(name, op.at())).text()).toList();
        var attributes = gradients.attributes().stream().map(p -> CodeBlock.of("op.$N()", p.javaName())).collect(CodeBlock.joining(",$W"));
        var record = library.backwardRecord(gradients);
        var value = gradients.attributes().isEmpty() ? CodeBlock.of("$T.INSTANCE", record) : CodeBlock.of("new $T($L)", record, attributes);
        var call = CodeBlock.of("$T.fused($L, $L)", Names.DISPATCH, value, operands.stream().collect(CodeBlock.joining(",$W")));
        body.beginControlFlow("if ($L)", condition.build()).add(bindings.declarations());
        if (gradients.params().size() == tensors.size()) {
            body.addStatement("return $L", call);
        } else {
            body.addStatement("$T fused = $L", Names.TENSOR_ARRAY, call);
            body.addStatement("return new $T {$L}", GRADS, tensors.stream().map(param -> gradients.params().contains(param)
                ? CodeBlock.of("fused[$L]", gradients.params().indexOf(param)) : CodeBlock.of("null")).collect(CodeBlock.joining(",$W")));
        }
        body.endControlFlow();
    }

    /** These gradients at the places of their parameters, and null at the others. */
    private CodeBlock spread(List<CodeBlock> gradients) {
        var parts = new ArrayList<CodeBlock>();
        int next = 0;
        for (var param : op.sig().tensors()) {
            boolean has = Library.isDifferentiable(op, param.name()) && next < gradients.size();
            parts.add(has ? param.tensor().optional() ? CodeBlock.of("call.needs($L) ? $L : null", op.sig().tensors().indexOf(param),
                gradients.get(next)) : gradients.get(next) : CodeBlock.of("null"));
            next += has ? 1 : 0;
        }
        return parts.stream().collect(CodeBlock.joining(",$W"));
    }

    /** The call of the method that computes the gradient of one parameter; it takes the record only if it reads an attribute. */
    private CodeBlock gradient(Param param) {
        var formula = op instanceof OpEntry.Pointwise pointwise && op.backward().isEmpty() ? pointwise : null;
        bindings.begin(formula != null && op.sig().tensors().size() > 1);
        var body = formula != null ? pointwise(formula, param) : composed(param);
        bindings.end();
        var method = MethodSpec.methodBuilder(param.javaName()).addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(param.tensor().list() ? Names.TENSOR_LIST : Names.TENSOR);
        boolean readsAttributes = bindings.readsAttributes();
        if (readsAttributes) {
            method.addParameter(library.record(op), "op");
        }
        methods.add(method.addParameter(Names.GRAD_CALL, "call").addCode(body).build());
        var gradient = CodeBlock.of(readsAttributes ? "$N(op, call)" : "$N(call)", param.javaName());
        return op instanceof OpEntry.Reduction reduction
            ? CodeBlock.of("$T.spread($L, $L)", Names.GRADIENTS, gradient, RuleBindings.folded(reduction)) : gradient;
    }

    private CodeBlock composed(Param param) {
        var expr = op.backward().get(param.name());
        if (expr == null) {
            throw new IllegalArgumentException(op.at() + ": " + op.key() + " has no gradient for " + param.name());
        }
        var body = bodies.statements(expr, "return");
        return CodeBlock.builder().add(bindings.declarations()).add(body).build();
    }

    private CodeBlock pointwise(OpEntry.Pointwise pointwise, Param param) {
        var gradients = PointwiseGradients.of(pointwise);
        int index = gradients.params().indexOf(param);
        var constants = gradients.byConstant();
        var only = constants.values().stream().map(list -> Printer.print(list.get(index))).distinct().count() == 1;
        if (only) {
            var body = formula(param, constants.values().iterator().next().get(index), "return");
            return CodeBlock.builder().add(bindings.declarations()).add(body).build();
        }
        return chosen(param, index, constants);
    }

    private CodeBlock chosen(Param param, int index, Map<String, List<Expr>> constants) {
        var selector = bindings.value(op.sig().attributes().stream().filter(p -> PointwiseGradients.isSelector(op, p)).findFirst()
            .orElseThrow());
        var cases = CodeBlock.builder();
        constants.forEach((constant, formulas) -> {
            cases.beginControlFlow("case $L ->", Names.constant(constant));
            cases.add(formula(param, formulas.get(index), "yield")).endControlFlow();
        });
        return CodeBlock.builder().add(bindings.declarations()).beginControlFlow("return switch ($L)", selector.text())
            .add(cases.build())
            .unindent().add("};\n").build();
    }

    private CodeBlock formula(Param param, Expr gradient, String keyword) {
        // Where its own gradient is wanted, the parameter was given.
        var expr = new Dag().simplify(Nulls.known(gradient, param.name(), true));
        if (ExprTree.names(expr).isEmpty()) {
            return zeros(param, expr, keyword);
        }
        for (var name : Nulls.asked(expr)) {
            if (isAskedFirst(expr, name)) {
                return asked(param, expr, name, keyword);
            }
        }
        var choices = new SafeChoices(op);
        if (expr instanceof Expr.Cond cond && !choices.areOfElements(cond)) {
            // A test for null must come before what reads the attribute, so that its sides have no parts in common.
            return CodeBlock.builder().beginControlFlow("if ($L)", bodies.translate(cond.test()).text())
                .add(formula(param, cond.then(), keyword)).endControlFlow().add(formula(param, cond.otherwise(), keyword)).build();
        }
        return bodies.scheduled(new Dag().simplify(choices.of(expr)), keyword);
    }

    /** Whether all depends on a parameter being given: an operator takes no tensor that is not there, and Java no number. */
    private boolean isAskedFirst(Expr expr, String name) {
        var asked = op.param(name);
        var tested = new boolean[1];
        ExprTree.walk(expr,
            part -> tested[0] |= Nulls.isTest(part) && ((Expr.Binary) part).a() instanceof Expr.Name read && read.name().equals(name));
        return asked != null && (asked.isTensor() || tested[0]);
    }

    private CodeBlock asked(Param param, Expr expr, String name, String keyword) {
        var test = new Expr.Binary(Operator.UNEQUAL, new Expr.Name(name, op.at()), new Expr.NullLit(op.at()), op.at());
        var given = formula(param, Nulls.known(expr, name, true), keyword);
        var missing = formula(param, Nulls.known(expr, name, false), keyword);
        return CodeBlock.builder().beginControlFlow("if ($L)", bodies.translate(test).text()).add(given).endControlFlow().add(missing)
            .build();
    }

    private CodeBlock zeros(Param param, Expr expr, String keyword) {
        if (!(expr instanceof Expr.Num num) || num.value() != 0) {
            throw new IllegalArgumentException(expr.at() + ": a gradient that does not depend on g must be 0");
        }
        int index = op.sig().tensors().indexOf(param);
        return CodeBlock.builder().addStatement("$L call.zeros($L)", keyword, index).build();
    }
}
