package dev.tenon.codegen.emit.cuda;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.formula.Compute;
import dev.tenon.codegen.emit.formula.Dialect;
import dev.tenon.codegen.emit.formula.Formulas;
import dev.tenon.codegen.emit.formula.KernelClasses;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.emit.formula.Uniform;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a CUDA kernel gets that is the same for every element, and how Java passes it: both sides are written from here, so that they agree
 * on the order. Limits of the computing type are no parameters, they are written out.
 *
 * @param given the parameters, by their names in the formulas, in the order in which they are passed
 * @param limits the limits, by their names in the formulas
 */
record CudaParameters(Map<String, Uniform> given, Map<String, Constant> limits) {
    private static final Set<String> KEYWORDS = Set.of("alignas", "alignof", "and", "asm", "auto", "bitand", "bitor", "bool", "compl",
        "constexpr", "decltype", "delete", "explicit", "export", "extern", "friend", "inline", "mutable", "namespace", "noexcept", "not",
        "nullptr", "operator", "or", "register", "signed", "sizeof", "struct", "template", "typedef", "typeid", "typename", "union",
        "unsigned", "using", "virtual", "volatile", "xor");

    /** Of all that was extracted, what the simplified formulas still read. */
    static CudaParameters of(Map<String, Uniform> extracted, List<Expr> formulas) {
        var used = new Formulas.Extracted(formulas, extracted).used(formulas);
        var given = new LinkedHashMap<String, Uniform>();
        var limits = new LinkedHashMap<String, Constant>();
        extracted.forEach((key, uniform) -> {
            var limit = limit(uniform);
            if (limit != null) {
                limits.put(key, limit);
            } else if (used.contains(uniform)) {
                given.put(key, uniform);
            }
        });
        return new CudaParameters(given, limits);
    }

    private static @Nullable Constant limit(Uniform uniform) {
        var constant = uniform.source() instanceof Expr.Name name ? Constant.of(name.name()) : null;
        return constant != null && constant.ofDtype() ? constant : null;
    }

    /** A variable of C++ for one of Java. */
    static String variable(String java) {
        return KEYWORDS.contains(java) ? java + "_" : java;
    }

    /** Makes the names known to a text in this dialect. */
    void declare(ScalarText text, Dialect dialect) {
        limits.forEach((key, limit) -> text.declare(key, Piece.number(dialect.constant(limit))));
        given.forEach((key, uniform) -> text.declare(key,
            uniform.flag() ? Piece.flag(variable(uniform.local())) : Piece.number(variable(uniform.local()))));
    }

    /** The members that hold them, one line each. */
    String members(String type) {
        var text = new StringBuilder();
        given.values().forEach(
            uniform -> text.append("    ").append(uniform.flag() ? "bool" : type).append(' ').append(variable(uniform.local()))
                .append(";\n"));
        return text.toString();
    }

    /** The kernel's parameters in the type {@code A}. */
    List<String> declared() {
        return given.values().stream().map(uniform -> (uniform.flag() ? "bool " : "A ") + variable(uniform.local())).toList();
    }

    /** The parameters as they are handed on. */
    String passed() {
        return String.join(", ", given.values().stream().map(uniform -> variable(uniform.local())).toList());
    }

    /** The Java call that makes a launch pass them, or nothing where there are none. */
    CodeBlock packed(OpEntry op, ClassName record, List<String> operands, boolean integral) {
        if (given.isEmpty()) {
            return CodeBlock.of("");
        }
        var code = CodeBlock.builder().add("\n.passing(($T op, $T.Parameters to) -> to", record, Names.gpu("GeneratedLaunch"));
        given.values().forEach(uniform -> code.add(".$L", packed(op, uniform, operands, integral)));
        return code.add(")").build();
    }

    private static CodeBlock packed(OpEntry op, Uniform uniform, List<String> operands, boolean integral) {
        var tensor = uniform.tensor(op);
        if (tensor != null) {
            return CodeBlock.of(uniform.isOfMissing() ? "missing($L)" : "given($L)", operands.indexOf(tensor.name()));
        }
        var wide = uniform.initializer(op, Compute.F64);
        if (uniform.flag()) {
            return CodeBlock.of("flag($L)", wide);
        }
        var narrow = uniform.initializer(op, Compute.F32);
        var whole = integral ? CodeBlock.of(", $L", uniform.initializer(op, Compute.I64)) : CodeBlock.of("");
        return KernelClasses.text(wide).equals(KernelClasses.text(narrow)) ? CodeBlock.of("number($L$L)", wide, whole)
            : CodeBlock.of("number($L, $L$L)", wide, narrow, whole);
    }
}
