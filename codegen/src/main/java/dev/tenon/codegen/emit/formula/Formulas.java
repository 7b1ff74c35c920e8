package dev.tenon.codegen.emit.formula;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Schedule;
import dev.tenon.codegen.expr.Series;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one pointwise kernel computes: an operator's formula, or the formulas of its gradients.
 *
 * @param op the operator
 * @param record the record that calls it
 * @param name the kernel's name without {@code Kernel}
 * @param what for people: {@code gelu}, or {@code the gradient of gelu}
 * @param operands the tensors by their names in the formulas, in the order of the inputs
 * @param results the names of the results
 * @param selector the attribute that chooses the formula, or null
 * @param byConstant formulas by that attribute's constant, or by {@code ""}; one per result
 * @param integral the formulas where the compute type is an integer one, null where it cannot be
 * @param truth whether the result is a truth value
 */
public record Formulas(OpEntry.Pointwise op, ClassName record, String name, String what, List<String> operands, List<String> results,
    @Nullable Param selector,
    Map<String, List<Expr>> byConstant, @Nullable Map<String, List<Expr>> integral, boolean truth) {

    /** Names that the methods of kernels use themselves. */
    private static final Set<String> RESERVED = Set.of("op", "block", "n", "i", "result", "step", "in", "out");

    public static Formulas forward(Library library, OpEntry.Pointwise op) {
        var formulas = new LinkedHashMap<String, List<Expr>>();
        op.formula().forEach((constant, formula) -> formulas.put(constant, List.of(formula)));
        var integers = new LinkedHashMap<String, List<Expr>>();
        op.formula().forEach((constant, formula) -> integers.put(constant,
            List.of(op.integer().getOrDefault(constant, op.integer().getOrDefault("", formula)))));
        return new Formulas(op, library.record(op), op.recordName(), op.key(), op.sig().tensors().stream().map(Param::name).toList(),
            List.of(op.sig().results().getFirst().name()), selector(op), formulas, computesIntegers(op) ? integers : null,
            op.sig().results().getFirst().dtype().equals("bool"));
    }

    public static Formulas backward(Library library, PointwiseGradients gradients) {
        var op = gradients.op();
        return new Formulas(op, library.backwardRecord(gradients), gradients.recordName(), "the gradient of " + op.key(),
            gradients.operands(),
            gradients.params().stream().map(p -> p.name() + "_grad").toList(), selector(op), gradients.byConstant(), null, false);
    }

    /** The formulas for a compute type, by the constant that chooses them. */
    public Map<String, List<Expr>> chosen(Compute compute) {
        return compute == Compute.I64 && integral != null ? integral : byConstant;
    }

    private static @Nullable Param selector(OpEntry op) {
        return op.sig().attributes().stream().filter(p -> PointwiseGradients.isSelector(op, p)).findFirst().orElse(null);
    }

    /** Whether the compute type can be an integer one. */
    private static boolean computesIntegers(OpEntry op) {
        var dtype = op.sig().results().getFirst().dtype();
        if (dtype.startsWith("float(")) {
            return false;
        }
        return op.sig().tensors().stream().anyMatch(p -> !p.tensor().isFloating() && p.tensor().letter() != 'B')
            || op.sig().tensors().stream().allMatch(p -> p.tensor().letter() == 'B');
    }

    /**
     * One result ready to be written as a method.
     *
     * @param name the method
     * @param operands the tensors it reads
     * @param uniforms what it reads that is the same for every element, by its name in the schedule
     */
    public record Result(String name, List<String> operands, Map<String, Uniform> uniforms, Schedule schedule) {}

    /** The variable of an operand. */
    public String local(String operand) {
        Set<String> taken = new HashSet<>(RESERVED);
        operands.stream().filter(other -> !other.equals(operand)).map(Names::camel).forEach(taken::add);
        return Uniform.free(Names.camel(operand), taken);
    }

    /** The variable that holds the address of an operand. */
    public String address(String operand) {
        return "p" + Names.pascal(operand);
    }

    /** The variable that holds the address of a result. */
    public String address(int result) {
        var name = results.get(result);
        return operands.contains(name) ? address(name) + "Out" : address(name);
    }

    /**
     * Formulas in which all that is the same for every element is a name.
     *
     * @param uniforms by that name
     */
    public record Extracted(List<Expr> formulas, Map<String, Uniform> uniforms) {
        /** Those that these nodes still read. */
        public Collection<Uniform> used(List<Expr> nodes) {
            var names = new HashSet<String>();
            nodes.forEach(node -> names.addAll(ExprTree.names(node)));
            var left = new LinkedHashMap<>(uniforms);
            left.keySet().retainAll(names);
            return left.values();
        }
    }

    public Extracted extract(List<Expr> formulas) {
        Set<String> taken = new HashSet<>(RESERVED);
        operands.forEach(operand -> taken.add(local(operand)));
        var found = new LinkedHashMap<String, Uniform>();
        var extracted = formulas.stream().map(formula -> Uniform.extract(op, formula, found, taken)).toList();
        return new Extracted(extracted, found);
    }

    /** Prepares the results of one set of formulas: what is the same for every element is named, and common parts are. */
    public List<Result> prepare(String constant, List<Expr> formulas) {
        var extracted = extract(formulas);
        var prepared = new ArrayList<Result>();
        for (int r = 0; r < formulas.size(); r++) {
            var dag = new Dag();
            var node = dag.simplify(extracted.formulas().get(r));
            var names = ExprTree.names(node);
            var uniforms = new LinkedHashMap<>(extracted.uniforms());
            uniforms.keySet().retainAll(names);
            prepared
                .add(new Result(Names.camel(results.get(r)) + Names.pascal(constant), operands.stream().filter(names::contains).toList(),
                    uniforms, dag.schedule(List.of(node))));
        }
        return prepared;
    }

    /** Whether the kernel computes floating dtypes at all. */
    public boolean isFloating() {
        return op.sig().tensors().stream().anyMatch(p -> "TNFWX".indexOf(p.tensor().letter()) >= 0);
    }

    /**
     * Whether float32 is computed in double: series, whose coefficients need more digits and a wider range than floats have, and functions that
     * are computed in double anyhow.
     */
    public boolean isWide() {
        return byConstant.values().stream().flatMap(List::stream).anyMatch(Formulas::isWide);
    }

    /** Whether a part of it is a series or a function that is computed in double. */
    public static boolean isWide(Expr expr) {
        if (expr instanceof Expr.Call call) {
            var intrinsic = Intrinsic.of(call.function());
            if (Series.of(call.function()) != null || intrinsic != null && intrinsic.wide()) {
                return true;
            }
        }
        return ExprTree.children(expr).stream().anyMatch(Formulas::isWide);
    }

    /** All that these results read that is the same for every element. */
    public static Collection<Uniform> uniforms(List<Result> prepared) {
        var all = new LinkedHashMap<String, Uniform>();
        prepared.forEach(result -> all.putAll(result.uniforms()));
        return all.values();
    }
}
