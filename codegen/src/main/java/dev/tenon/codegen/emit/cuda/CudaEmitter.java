package dev.tenon.codegen.emit.cuda;

import dev.tenon.codegen.emit.cpu.CpuPointwiseEmitter;
import dev.tenon.codegen.emit.formula.Dialect;
import dev.tenon.codegen.emit.formula.Fold;
import dev.tenon.codegen.emit.formula.Formulas;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Schedule;
import dev.tenon.codegen.spec.OpEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes CUDA C++ for every pointwise formula, its fused gradients, every reduction, and every step of an optimizer: one source per
 * record, with kernels for every storage dtype. What a source has of its own is the formula; the loops around it are hand-written, in
 * {@code pointwise.cuh}, {@code reduction.cuh} and {@code step.cuh}.
 */
public final class CudaEmitter {
    private static final String ALL = "TN_EACH(TN_KERNELS)\n";
    private static final String FLOATING = "TN_EACH_FLOATING(TN_KERNELS)\n";
    private static final String INTEGRAL = "TN_EACH_INTEGRAL(TN_KERNELS) TN_IF_bool(TN_KERNELS)\n";

    private final Library library;

    public CudaEmitter(Library library) {
        this.library = library;
    }

    /** The name below {@code META-INF/tenon/cuda} to the text. */
    public Map<String, String> sources() {
        var sources = new LinkedHashMap<String, String>();
        for (var op : library.spec().ops()) {
            switch (op) {
                case OpEntry.Pointwise pointwise -> {
                    sources.put(source(library, op.key()), pointwise(Formulas.forward(library, pointwise), op.key()));
                    PointwiseGradients.fused(op).forEach(gradients -> sources.put(source(library, gradients.key()),
                        pointwise(Formulas.backward(library, gradients), gradients.key())));
                }
                case OpEntry.Reduction reduction -> sources.put(source(library, op.key()), reduction(Fold.of(library, reduction)));
                case OpEntry.Native _, OpEntry.View _, OpEntry.Composite _ -> {
                }
            }
        }
        library.spec().updates()
            .forEach(update -> sources.put(source(library, update.stepName()), new CudaStep(update).source()));
        return sources;
    }

    /** Where the source of an operator lies: libraries do not get into each other's way. */
    static String source(Library library, String key) {
        return library.records().replace('.', '/') + "/" + kernel(key) + ".cu";
    }

    /** An operator's name as kernels have it. */
    static String kernel(String key) {
        return key.replaceAll("[^A-Za-z0-9]+", "_");
    }

    private static String header(OpEntry op, String what, boolean special, String loops) {
        return "/* " + what + ": " + op.doc().strip().replace("*/", "* /") + " */\n"
            + "#include \"tenon.cuh\"\n#include \"functions.cuh\"\n" + (special ? "#include \"special.cuh\"\n" : "")
            + "#include \"places.cuh\"\n#include \"" + loops + "\"\n";
    }

    // ---- pointwise ------------------------------------------------------------------------------------------------------

    private static String pointwise(Formulas formulas, String key) {
        var cuda = CudaFormula.of(formulas);
        var text = new StringBuilder(header(formulas.op(), formulas.what(), formulas.isWide(), "pointwise.cuh"));
        for (var constant : cuda.constants()) {
            var name = formulas.name() + Names.pascal(constant);
            text.append("\ntemplate <typename A> struct ").append(name).append(";\n");
            for (var dialect : List.of(Dialect.CUDA_DOUBLE, Dialect.CUDA_FLOAT, Dialect.CUDA_LONG)) {
                var schedule = cuda.schedule(constant, dialect);
                if (schedule != null) {
                    text.append(formula(cuda, name, schedule, dialect));
                }
            }
            text.append(kernels(cuda, name, kernel(constant.isEmpty() ? key : key + "_" + constant)));
        }
        return text.toString();
    }

    private static String formula(CudaFormula cuda, String name, Schedule schedule, Dialect dialect) {
        var formulas = cuda.formulas();
        var type = dialect.type();
        var text = new StringBuilder("\ntemplate <> struct " + name + "<" + type + "> {\n");
        text.append("    enum { INPUTS = ").append(formulas.operands().size()).append(", RESULTS = ").append(formulas.results().size())
            .append(", TRUTHS = ").append(cuda.truths()).append(", TRUTH = ").append(formulas.truth() ? 1 : 0).append(", PACKED = ")
            .append(cuda.isCheap() ? 1 : 0).append(" };\n").append(cuda.parameters().members(computed(formulas, dialect).type()));
        if (cuda.divides()) {
            text.append(dialect.integral() ? "    TN_DIVIDES\n" : "    TN_NOTES\n");
        }
        text.append("    TN_INLINE void operator()(const ").append(type).append(" (&in)[INPUTS], ").append(type)
            .append(" (&out)[RESULTS]) const {\n");
        body(cuda, schedule, dialect).forEach(statement -> text.append("        ").append(statement).append(";\n"));
        return text.append("    }\n};\n").toString();
    }

    /** What a formula is computed in, its parameters included. */
    private static Dialect computed(Formulas formulas, Dialect dialect) {
        return dialect == Dialect.CUDA_FLOAT && formulas.isWide() ? Dialect.CUDA_DOUBLE : dialect;
    }

    private static List<String> body(CudaFormula cuda, Schedule schedule, Dialect dialect) {
        var formulas = cuda.formulas();
        var computed = computed(formulas, dialect);
        var scalar = new ScalarText(computed);
        cuda.parameters().declare(scalar, dialect);
        var statements = new ArrayList<String>();
        for (int i = 0; i < formulas.operands().size(); i++) {
            var operand = formulas.operands().get(i);
            var local = CudaParameters.variable(formulas.local(operand));
            statements.add(computed.type() + " " + local + " = in[" + i + "]");
            scalar.declare(operand, Piece.number(local));
        }
        for (var assign : schedule.assigns()) {
            var value = scalar.translate(assign.value());
            boolean flag = value.kind() == Piece.Kind.FLAG;
            statements.add((flag ? "bool " : computed.type() + " ") + assign.name() + " = " + value.text());
            scalar.declare(assign.name(), flag ? Piece.flag(assign.name()) : Piece.number(assign.name()));
        }
        for (int r = 0; r < schedule.results().size(); r++) {
            var value = scalar.number(scalar.translate(schedule.results().get(r)));
            statements.add("out[" + r + "] = " + (computed == dialect ? value.text() : "(float) " + value.within(Code.PREFIX)));
        }
        return statements;
    }

    private static String kernels(CudaFormula cuda, String name, String kernel) {
        int inputs = cuda.formulas().operands().size();
        int results = cuda.formulas().results().size();
        var operands = "TnOperands<A, " + inputs + ", " + results + "> tn_at, "
            + cuda.parameters().declared().stream().map(parameter -> parameter + ", ").collect(Collectors.joining())
            + (cuda.divides() ? "TnError* tn_error, int tn_operation, " : "");
        var passed = cuda.parameters().passed();
        var members = !cuda.divides() ? passed : passed + (passed.isEmpty() ? "" : ", ") + "tn_error, tn_operation";
        var call = "<" + name + "<A>, S, A>(" + name + "<A>{" + members + "}, tn_at, tn_singles, ";
        return "\n#define TN_KERNELS(S, A, D) \\\n"
            + kernel(kernel, "", operands + "\\\n        unsigned int tn_singles, long long tn_packs, long long tn_n",
                "tn_contiguous" + call + "tn_packs, tn_n)")
            + " \\\n"
            + kernel(kernel, "_strided",
                operands + "\\\n        unsigned int tn_singles, bool tn_packed, long long tn_n, TnPlaces<" + (inputs + results)
                    + "> tn_places",
                "tn_strided" + call + "tn_packed, tn_n, tn_places)")
            + "\n" + (cuda.integral().isEmpty() ? FLOATING : cuda.floating().isEmpty() ? INTEGRAL : ALL) + "#undef TN_KERNELS\n";
    }

    private static String kernel(String name, String suffix, String parameters, String call) {
        return "    extern \"C\" __global__ void " + name + "_##D" + (suffix.isEmpty() ? "" : "##" + suffix) + "(" + parameters
            + ") { \\\n        " + call + "; \\\n    }";
    }

    // ---- reductions -----------------------------------------------------------------------------------------------------

    private static String reduction(Fold fold) {
        boolean wide = fold.op().reduce().wide();
        var parameters = parameters(fold);
        boolean integral = isIntegral(fold);
        var text = new StringBuilder(header(fold.op(), fold.op().key(), Formulas.isWide(fold.map()),
            fold.isJoint() ? "joint.cuh" : "reduction.cuh"));
        text.append("\ntemplate <typename A> struct ").append(fold.name()).append(";\n");
        text.append(fold(fold, parameters, Dialect.CUDA_DOUBLE));
        if (!wide) {
            text.append(fold(fold, parameters, Dialect.CUDA_FLOAT));
        }
        if (integral) {
            text.append(fold(fold, parameters, Dialect.CUDA_LONG));
        }
        text.append(folds(fold, kernel(fold.op().key()), parameters));
        if (wide) {
            text.append("#define TN_WIDE(S, A, D) TN_KERNELS(S, double, D)\nTN_EACH_FLOATING(TN_WIDE)\n#undef TN_WIDE\n");
            text.append(integral ? INTEGRAL : "");
        } else {
            text.append(integral ? ALL : FLOATING);
        }
        return text.append("#undef TN_KERNELS\n").toString();
    }

    /** Whether integers are folded as such. */
    static boolean isIntegral(Fold fold) {
        return fold.op().sig().tensors().stream().noneMatch(param -> param.tensor().isFloating());
    }

    /** Whether reading elements takes longer than mapping them. */
    private static boolean isCheap(Fold fold) {
        return CpuPointwiseEmitter.cost(fold.map()) < 8;
    }

    /** What the parts of a fold read that is the same for every element. */
    static CudaParameters parameters(Fold fold) {
        var parts = new ArrayList<>(List.of(fold.init(), fold.map(), fold.combine()));
        if (fold.finish() != null) {
            parts.add(fold.finish());
        }
        return CudaParameters.of(fold.uniforms(), parts);
    }

    private static String fold(Fold fold, CudaParameters parameters, Dialect dialect) {
        var scalar = new ScalarText(dialect);
        parameters.declare(scalar, dialect);
        for (var input : fold.inputs()) {
            scalar.declare(input.name(), Piece.number(CudaParameters.variable(input.local())));
            scalar.declare(input.given(), Piece.flag(input.given()));
        }
        List.of("a", "b", "n").forEach(name -> scalar.declare(name, Piece.number(name)));
        var a = new Expr.Name("a", fold.op().at());
        var finish = fold.finish() == null ? a : fold.finish();
        var type = dialect.type();
        return "\ntemplate <> struct " + fold.name() + "<" + type + "> {\n    enum { PACKED = "
            + (isCheap(fold) ? 1 : 0) + (fold.isJoint() ? ", INPUTS = " + fold.inputs().size() : "") + " };\n" + parameters.members(type)
            + part(scalar, type, "init()", fold.init()) + map(fold, scalar, type)
            + part(scalar, type, "combine(" + type + " a, " + type + " b)", fold.combine())
            + finish(fold, scalar, type, finish) + "};\n";
    }

    /** The map of an element, or of one of each tensor: {@code tn_given} has a bit for each tensor that was given. */
    private static String map(Fold fold, ScalarText scalar, String type) {
        if (!fold.isJoint()) {
            return part(scalar, type, "map(" + type + " " + CudaParameters.variable(fold.inputs().getFirst().local()) + ")", fold.map());
        }
        var text = new StringBuilder("    TN_INLINE " + type + " map(const " + type + " (&tn_x)[INPUTS], unsigned int tn_given) const {\n");
        for (int k = 0; k < fold.inputs().size(); k++) {
            var input = fold.inputs().get(k);
            text.append("        ").append(type).append(' ').append(CudaParameters.variable(input.local())).append(" = tn_x[").append(k)
                .append("];\n");
            if (input.optional()) {
                text.append("        bool ").append(input.given()).append(" = tn_given >> ").append(k).append(" & 1;\n");
            }
        }
        return text + "        return " + scalar.number(scalar.translate(fold.map())).text() + ";\n    }\n";
    }

    private static String finish(Fold fold, ScalarText scalar, String type, Expr finish) {
        if (fold.order() == null) {
            return part(scalar, type, "finish(" + type + " a, " + type + " n)", finish);
        }
        scalar.declare("s", Piece.number("s"));
        return part(scalar, type, "finish(" + type + " a, " + type + " n, " + type + " s = 1)", finish);
    }

    private static String part(ScalarText scalar, String type, String declaration, Expr part) {
        return "    TN_INLINE " + type + " " + declaration + " const { return " + scalar.number(scalar.translate(part)).text() + "; }\n";
    }

    private static String folds(Fold folded, String kernel, CudaParameters parameters) {
        var name = folded.name();
        var more = parameters.declared().stream().map(parameter -> ", " + parameter).collect(Collectors.joining());
        var fold = "(" + name + "<A>{" + parameters.passed() + "}, tn_fold";
        var merge = kernel(kernel, "_merge", "TnFold tn_fold" + more, "tn_fold_columns<" + name + "<A>, A, A, false>" + fold + ")");
        if (folded.isJoint()) {
            int count = folded.inputs().size();
            var inputs = "TnFold tn_fold, TnInputs<" + count + "> tn_inputs, TnPlaces<" + count + "> tn_kept, TnPlaces<" + count
                + "> tn_places" + more;
            var places = ", tn_inputs, tn_kept, tn_places)";
            return "\n#define TN_KERNELS(S, A, D) \\\n"
                + kernel(kernel, "_rows", inputs, "tn_joint_rows<" + name + "<A>, S, A>" + fold + places) + " \\\n"
                + kernel(kernel, "_columns", inputs, "tn_joint_columns<" + name + "<A>, S, A>" + fold + places) + " \\\n" + merge
                + "\n";
        }
        var text = "\n#define TN_KERNELS(S, A, D) \\\n"
            + kernel(kernel, "_rows", "TnFold tn_fold" + more, "tn_fold_rows<" + name + "<A>, S, A>" + fold + ")") + " \\\n"
            + kernel(kernel, "_columns", "TnFold tn_fold" + more, "tn_fold_columns<" + name + "<A>, S, A, true>" + fold + ")") + " \\\n"
            + merge;
        return text + (folded.order() == null ? ""
            : " \\\n" + kernel(kernel, "_again", "TnFold tn_fold, double tn_order" + more,
                "tn_fold_again<" + name + "<A>, S, A>" + fold + ", tn_order)"))
            + "\n";
    }
}
