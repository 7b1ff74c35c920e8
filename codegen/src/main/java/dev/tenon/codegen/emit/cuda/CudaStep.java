package dev.tenon.codegen.emit.cuda;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.cpu.CpuStepEmitter;
import dev.tenon.codegen.emit.formula.Dialect;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.update.StepRecordEmitter;
import dev.tenon.codegen.emit.update.StepText;
import dev.tenon.codegen.spec.NumberStates;
import dev.tenon.codegen.spec.StepScalars;
import dev.tenon.codegen.spec.UpdateEntry;
import dev.tenon.codegen.spec.UpdateForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes an optimizer's step in CUDA C++, one kernel for every form of it, and the launch that passes what is the same for every element:
 * both sides are written from here, so that they agree on the order. The loop is hand-written, in {@code step.cuh}.
 */
final class CudaStep {
    private final UpdateEntry update;
    private final StepScalars scalars;
    private final String kernel;

    CudaStep(UpdateEntry update) {
        this.update = NumberStates.asSettings(update);
        this.scalars = new StepScalars(this.update);
        this.kernel = CudaEmitter.kernel(update.stepName());
    }

    /** The source. */
    String source() {
        var text = new StringBuilder("/* " + update.stepName() + ": " + update.doc().strip().replace("*/", "* /") + " */\n"
            + "#include \"tenon.cuh\"\n#include \"functions.cuh\"\n#include \"step.cuh\"\n");
        for (var form : scalars.forms()) {
            var name = update.stepRecord() + CpuStepEmitter.suffix(form);
            text.append("\ntemplate <typename A> struct ").append(name).append(";\n");
            for (var dialect : List.of(Dialect.CUDA_DOUBLE, Dialect.CUDA_FLOAT)) {
                text.append(struct(form, name, dialect));
            }
            text.append(kernels(name, suffix(form)));
        }
        return text.toString();
    }

    private String struct(UpdateForm form, String name, Dialect dialect) {
        var type = dialect.type();
        var text = new StringBuilder("\ntemplate <> struct " + name + "<" + type + "> {\n    enum { GROUPS = "
            + (2 + form.present().size()) + " };\n");
        scalars.scalars().values().forEach(scalar -> text.append("    ").append(scalar.isFlag() ? "bool" : type).append(' ')
            .append(variable(scalar.local())).append(";\n"));
        text.append("    TN_INLINE void operator()(").append(type).append(" (&x)[GROUPS]) const {\n");
        body(form, dialect).forEach(statement -> text.append("        ").append(statement).append(";\n"));
        return text.append("    }\n};\n").toString();
    }

    private static String variable(String name) {
        return CudaParameters.variable(name.equals("x") ? "x_" : name);
    }

    private List<String> body(UpdateForm form, Dialect dialect) {
        var text = new ScalarText(dialect);
        scalars.scalars().forEach((key, scalar) -> text.declare(key,
            scalar.isFlag() ? Piece.flag(variable(scalar.local())) : Piece.number(variable(scalar.local()))));
        var statements = new ArrayList<String>();
        var tensors = new ArrayList<>(List.of(UpdateEntry.PARAM, UpdateEntry.GRAD));
        form.present().forEach(state -> tensors.add(state.name()));
        for (int i = 0; i < tensors.size(); i++) {
            var local = variable(Names.camel(tensors.get(i)));
            statements.add(dialect.type() + (i == 1 ? " " : "& ") + local + " = x[" + i + "]");
            text.declare(tensors.get(i), Piece.number(local));
        }
        var declared = new HashSet<>(tensors);
        for (var statement : form.step()) {
            var local = variable(Names.camel(statement.name()));
            var value = text.translate(statement.value());
            if (!declared.add(statement.name())) {
                statements.add(local + " = " + text.number(value).text());
            } else {
                boolean flag = value.kind() == Piece.Kind.FLAG;
                statements.add((flag ? "bool " : dialect.type() + " ") + local + " = " + value.text());
                text.declare(statement.name(), flag ? Piece.flag(local) : Piece.number(local));
            }
        }
        return statements;
    }

    private String kernels(String name, String suffix) {
        var declared = scalars.scalars().values().stream()
            .map(scalar -> ", " + (scalar.isFlag() ? "bool " : "A ") + variable(scalar.local())).collect(Collectors.joining());
        var passed = scalars.scalars().values().stream().map(scalar -> variable(scalar.local())).collect(Collectors.joining(", "));
        return "\n#define TN_KERNELS(S, A, D) \\\n    extern \"C\" __global__ void " + kernel + "_##D"
            + (suffix.isEmpty() ? "" : "##" + suffix)
            + "(TnTable<" + name + "<A>::GROUPS> tn_table" + declared + ") { \\\n        tn_step<" + name + "<A>, S, A>(" + name + "<A>{"
            + passed + "}, tn_table); \\\n    }\nTN_EACH_FLOATING(TN_KERNELS)\n#undef TN_KERNELS\n";
    }

    private static String suffix(UpdateForm form) {
        return form.holds().entrySet().stream().map(entry -> (entry.getValue() ? "_with_" : "_without_") + entry.getKey().state())
            .collect(Collectors.joining());
    }

    /** What makes the launch. */
    CodeBlock launch(ClassName step, CodeBlock source) {
        var code = CodeBlock.builder().add("new $T<$T>($L", Names.gpu("StepLaunch"), step, source);
        scalars.forms().forEach(form -> code.add(", $S", suffix(form)));
        code.add(")$>");
        var conditions = UpdateForm.conditions(update);
        if (!conditions.isEmpty()) {
            var number = new StringBuilder();
            for (int c = 0; c < conditions.size(); c++) {
                number.append(c == 0 ? "" : " + ").append("(op.").append(StepRecordEmitter.has(conditions.get(c).state()))
                    .append("() ? 0 : ")
                    .append(1 << c).append(')');
            }
            var text = number.toString();
            code.add("\n.form(op -> $L)", conditions.size() == 1 ? text.substring(1, text.length() - 1) : text);
        }
        if (!scalars.scalars().isEmpty()) {
            code.add("\n.passing(($T op, $T.Parameters to) -> to", step, Names.gpu("GeneratedLaunch"));
            for (var scalar : scalars.scalars().values()) {
                code.add("\n.$L($L)", scalar.isFlag() ? "flag" : "number", StepText.ofRecord(update).translate(scalar.source()).text());
            }
            code.add(")");
        }
        return code.add("$<").build();
    }
}
