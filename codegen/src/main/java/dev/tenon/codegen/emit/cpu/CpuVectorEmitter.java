package dev.tenon.codegen.emit.cpu;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.formula.Formulas;
import dev.tenon.codegen.emit.formula.KernelClasses;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Intrinsic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** Writes the vector class of a pointwise operator: loops over vectors, and functions over blocks where one is too long for a loop. */
final class CpuVectorEmitter {
    private static final ClassName BLOCK = Names.cpu("engine", "Block");
    private static final ClassName MASK = ClassName.get("jdk.incubator.vector", "VectorMask");

    private final Formulas formulas;
    private final String packageName;
    private int temporaries;

    CpuVectorEmitter(Formulas formulas, String packageName) {
        this.formulas = formulas;
        this.packageName = packageName;
    }

    TypeSpec vector() {
        var type = TypeSpec.classBuilder(ClassName.get(packageName, formulas.name() + "VectorKernel")).addModifiers(Modifier.FINAL)
            .superclass(ClassName.get(packageName, formulas.name() + "Kernel"))
            .addJavadoc("Computes $L, as many elements at a time as a vector has lanes.", formulas.what());
        var methods = new ArrayList<MethodSpec>();
        // What is computed in double is so for floats as well, by the scalar kernel.
        var all = formulas.isWide() ? List.of(Lanes.D) : Lanes.BOTH;
        all.forEach(lanes -> methods.addAll(runs(lanes)));
        type.addMethod(constant("isVector", TypeName.BOOLEAN, "true"));
        if (temporaries > 0) {
            type.addMethod(constant("temporaries", TypeName.INT, String.valueOf(temporaries)));
        }
        return type.addMethods(methods).build();
    }

    private static MethodSpec constant(String name, TypeName type, String value) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PROTECTED).returns(type)
            .addStatement("return $L", value).build();
    }

    private List<MethodSpec> runs(Lanes lanes) {
        var chosen = formulas.byConstant();
        var name = lanes.compute().method();
        var selector = formulas.selector();
        if (selector == null) {
            return List.of(override(name).addCode(stages(lanes, chosen.values().iterator().next())).build());
        }
        var methods = new ArrayList<MethodSpec>();
        methods.add(override(name).addCode(CpuPointwiseEmitter.choice(selector, name, chosen)).build());
        chosen.forEach((constant, list) -> methods.add(run(name + Names.pascal(constant)).addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addCode(stages(lanes, list)).build()));
        return methods;
    }

    private MethodSpec.Builder override(String name) {
        return run(name).addAnnotation(Override.class).addModifiers(Modifier.PROTECTED);
    }

    private MethodSpec.Builder run(String name) {
        return MethodSpec.methodBuilder(name).addParameter(formulas.record(), "op").addParameter(BLOCK, "block");
    }

    /** One method in writing: what it has declared. */
    private static final class Method {
        final CodeBlock.Builder body = CodeBlock.builder();
        final Set<String> values = new LinkedHashSet<>();
        int temporaries;
    }

    private CodeBlock stages(Lanes lanes, List<Expr> list) {
        var shared = formulas.extract(list);
        var dag = new Dag();
        var nodes = shared.formulas().stream().map(dag::simplify).toList();
        var stages = VectorStages.of(nodes, formulas.operands()::contains);
        var method = new Method();
        CpuPointwiseEmitter.addresses(formulas, method.body);
        CpuPointwiseEmitter.uniforms(formulas, shared.used(nodes), lanes.compute(), method.body);
        boolean direct = endsInCall(stages);
        for (var call : stages.calls()) {
            block(lanes, call, direct && call == stages.calls().getLast(), shared, method);
        }
        if (!direct) {
            results(lanes, stages.results(), shared, method);
        }
        temporaries = Math.max(temporaries, method.temporaries);
        return method.body.build();
    }

    /** Whether the only result is the value of the last function, which can write it where it belongs. */
    private boolean endsInCall(VectorStages stages) {
        if (stages.calls().isEmpty() || stages.results().size() > 1 || formulas.truth()) {
            return false;
        }
        var last = stages.calls().getLast();
        return stages.results().getFirst() instanceof Expr.Name name && name.name().equals(last.name())
            && (last.args().size() == 1
                || last.args().stream().allMatch(arg -> arg instanceof Expr.Name read && isInMemory(read.name(), stages)));
    }

    private boolean isInMemory(String name, VectorStages stages) {
        return formulas.operands().contains(name) || stages.calls().stream().anyMatch(call -> call.name().equals(name));
    }

    /** A function over the block: its arguments are brought into memory first, where they are not there already. */
    private void block(Lanes lanes, VectorStages.Call call, boolean last, Formulas.Extracted shared, Method method) {
        var to = last ? formulas.address(0) : temporary(method, call.name());
        var from = new ArrayList<String>();
        for (var arg : call.args()) {
            if (arg instanceof Expr.Name name && (formulas.operands().contains(name.name()) || method.values.contains(name.name()))) {
                from.add(address(name.name(), method));
            } else {
                var place = from.isEmpty() ? to : temporary(method, call.name() + "_argument");
                loop(lanes, List.of(arg), List.of(place), shared, method);
                from.add(place);
            }
        }
        var places = String.join(", ", from) + ", " + to;
        var intrinsic = Intrinsic.of(call.function());
        method.body.addStatement(intrinsic != null && intrinsic.elementwise()
            ? CodeBlock.of("$T.$L($L, $L, n)", KernelClasses.ELEMENTWISE, lanes.compute().method(), KernelClasses.method(intrinsic), places)
            : CodeBlock.of("$T.$L($L, n)", lanes.blocks(), call.function(), places));
        method.values.add(call.name());
    }

    private static String temporary(Method method, String name) {
        var address = "p" + Names.pascal(name);
        method.body.addStatement("long $L = block.temp($L)", address, method.temporaries++);
        return address;
    }

    private String address(String name, Method method) {
        return method.values.contains(name) ? "p" + Names.pascal(name) : formulas.address(name);
    }

    private void results(Lanes lanes, List<Expr> results, Formulas.Extracted shared, Method method) {
        var places = new ArrayList<String>();
        for (int r = 0; r < results.size(); r++) {
            places.add(formulas.address(r));
        }
        loop(lanes, results, places, shared, method);
    }

    private void loop(Lanes lanes, List<Expr> values, List<String> places, Formulas.Extracted shared, Method method) {
        var dag = new Dag();
        var schedule = dag.schedule(values.stream().map(dag::simplify).toList());
        var text = new VectorText(lanes);
        shared.uniforms()
            .forEach((key, uniform) -> text.declare(key, uniform.flag() ? Piece.flag(uniform.local()) : Piece.number(uniform.local())));
        var body = method.body.beginControlFlow("for (long i = 0; i < n; i += $L)", lanes.count());
        for (var operand : operands(values, method)) {
            var local = method.values.contains(operand) ? operand : formulas.local(operand);
            body.addStatement("$T $L = $L", lanes.vector(), local, lanes.load(address(operand, method)));
            text.declare(operand, Piece.vector(local));
        }
        for (var assign : schedule.assigns()) {
            var value = text.translate(assign.value());
            body.addStatement("$T $L = $L", type(lanes, value), assign.name(), value.text());
            text.declare(assign.name(), Piece.of(value.kind(), assign.name()));
        }
        for (int r = 0; r < values.size(); r++) {
            var piece = text.translate(schedule.results().get(r));
            var value = text.vector(piece).text();
            boolean isLocal = piece.kind() == Piece.Kind.VECTOR && schedule.results().get(r) instanceof Expr.Name;
            if (!isLocal) {
                var local = "result" + (values.size() == 1 ? "" : r + 1);
                body.addStatement("$T $L = $L", lanes.vector(), local, value);
                value = CodeBlock.of("$L", local);
            }
            body.addStatement(lanes.store(value, places.get(r)));
        }
        body.endControlFlow();
    }

    /** What a loop reads from memory: operands of the kernel first, then the values of functions. */
    private List<String> operands(List<Expr> values, Method method) {
        var read = new LinkedHashSet<String>();
        values.forEach(value -> read.addAll(ExprTree.names(value)));
        var operands = new ArrayList<>(formulas.operands());
        operands.addAll(method.values);
        operands.retainAll(read);
        return operands;
    }

    static TypeName type(Lanes lanes, Piece value) {
        return switch (value.kind()) {
            case VECTOR -> lanes.vector();
            case MASK -> ParameterizedTypeName.get(MASK, lanes.boxed());
            case NUMBER -> TypeName.DOUBLE;
            case FLAG -> TypeName.BOOLEAN;
        };
    }
}
