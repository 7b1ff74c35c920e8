package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Series;
import dev.tenon.codegen.spec.BodyFunction;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.ShapeFunction;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * Checks the names of an entry by themselves: that each has a meaning of its own in expressions, and a name in Java that neither Java nor
 * another name of the entry has. What several entries generate is compared when their classes are known.
 */
public final class NameCheck {
    /** Words that expressions keep for themselves. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "let");

    private final SpecContext context;
    private final OpEntry op;
    private final Fields fields;
    private final Diagnostics diagnostics;

    NameCheck(SpecContext context, OpEntry op, Fields fields, Diagnostics diagnostics) {
        this.context = context;
        this.op = op;
        this.fields = fields;
        this.diagnostics = diagnostics;
    }

    void run() {
        if (op.javaName().matches("\\w*[A-Za-z]\\w*")) {
            checkOperator();
        }
        checkClass(op.recordName(), "an operator", fields.at("record", op.at()), diagnostics);
        op.head().layers().forEach(layer -> checkClass(layer.name(), "a layer", layer.at(), diagnostics));
        op.sig().params().forEach(this::checkParameter);
        checkJava();
        checkParts();
        op.sig().attributes().stream().filter(param -> param.attribute().enumName() == null).forEach(this::checkConstants);
    }

    // ---- the operator ----------------------------------------------------------------------------------------------------

    private void checkOperator() {
        // PyTorch has such names in mathematics only: T, mT.
        if (op.name().length() > 2 && op.key().chars().anyMatch(Character::isUpperCase)) {
            report(op.at(), op.key(), "an operator", "operators have small letters", "write '" + snake(op.key()) + "'");
        }
        boolean keyword = SourceVersion.isKeyword(op.javaName());
        if (keyword || JavaNames.isInherited(op.javaName())) {
            report(fields.at("java", op.at()), op.key(), "an operator", "the Java method would be '" + op.javaName() + "', which "
                + (keyword ? "Java keeps for itself" : "every object has"),
                "take another name, or add 'java: " + op.javaName() + "Of'");
        }
        var taken = context.used().ops().stream().filter(used -> !used.internal() && isSame(used)).findFirst();
        if (taken.isEmpty()) {
            checkFunction();
        }
        taken.ifPresent(used -> diagnostics.report(Diagnostic.TAKEN_NAME, op.at(), "the name", op.name(),
            "that of an operator of " + context.owner(used), "take another, such as 'my_" + op.name().replace('.', '_')
                + "': a call of '" + op.name() + "' could mean either"));
    }

    private boolean isSame(OpEntry used) {
        return Stream.of(op.name(), op.callName()).anyMatch(name -> name.equals(used.name()) || name.equals(used.callName()));
    }

    private static String snake(String key) {
        return key.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** An operator that has the name of a function could not be called. */
    private void checkFunction() {
        var name = op.name();
        var shape = ShapeFunction.byName().get(name);
        boolean known = BodyFunction.of(name) != null || Intrinsic.of(name) != null || Series.of(name) != null
            || shape != null && shape.isForComposites();
        if (known && !context.used().ops().isEmpty()) {
            diagnostics.report(Diagnostic.TAKEN_NAME, op.at(), "the name", name, "that of a function of expressions",
                "take another, such as 'my_" + name + "'");
        }
    }

    // ---- parameters and what else is named ---------------------------------------------------------------------------------

    private void checkParameter(Param param) {
        checkWord(param.name(), "a parameter", param.at());
        if (param.name().equals("g") && (op instanceof OpEntry.Primitive || hasGradients())) {
            report(param.at(), "g", "a parameter", "gradients call the incoming one so", "take another, such as 'gain'");
        }
        if (param.name().equals("output") && hasGradients()) {
            report(param.at(), "output", "a parameter", "gradients call the result so", "take another, such as 'given'");
        }
    }

    private boolean hasGradients() {
        return op instanceof OpEntry.Pointwise || !op.backward().isEmpty();
    }

    private void checkWord(String name, String what, Position at) {
        if (!name.matches("\\w*[A-Za-z]\\w*")) {
            report(at, name, what, "it must be of the letters a to z, digits and '_'", "take one such as 'scale'");
        } else if (WORDS.contains(name)) {
            report(at, name, what, "expressions keep this word for themselves", "take another, such as '" + name + "_value'");
        } else if (Constant.of(name) != null) {
            report(at, name, what, "formulas have a constant of this name",
                "take another, such as '" + name.toLowerCase(Locale.ROOT) + "'");
        }
    }

    /** Parameters are variables of Java, and results are parts of a record. */
    private void checkJava() {
        var variables = new HashMap<String, String>();
        op.sig().params().forEach(param -> checkSame(param.name(), param.javaName(), param.at(), variables));
        var results = new HashMap<String, String>();
        op.sig().results().forEach(result -> {
            checkWord(result.name(), "a result", op.at());
            if (op.sig().results().size() > 1 && result.name().equals("tensors")) {
                report(op.at(), "tensors", "a result", "every record of results has a method of this name",
                    "take another, such as 'values'");
            }
            checkSame(result.name(), JavaNames.variable(result.name()), op.at(), results);
        });
    }

    /** The names of {@code let} lines and of saved values; that each is new is asked where its expression is. */
    private void checkParts() {
        switch (op) {
            case OpEntry.Composite composite when composite.body() instanceof OpEntry.Body.Written written -> checkLets(written.expr());
            case OpEntry.Pointwise pointwise -> pointwise.formula().values().forEach(this::checkLets);
            default -> {
            }
        }
        List.of("let", "saved").forEach(key -> fields.each(key, (name, _) -> checkWord(name.value(), "a part", name.at(0))));
    }

    private void checkLets(Expr expr) {
        ExprTree.walk(expr, part -> {
            if (part instanceof Expr.Let let) {
                checkWord(let.name(), "a part", let.at());
            }
        });
    }

    private void checkSame(String name, String java, Position at, Map<String, String> names) {
        var other = names.putIfAbsent(java, name);
        if (other != null && !other.equals(name)) {
            diagnostics.report(Diagnostic.SAME_NAME, at, other, name, java);
        }
    }

    /** The constants of an enum that only this entry has; its class is named as the parameter. */
    private void checkConstants(Param param) {
        if (param.attribute().kind() != ParamType.Attribute.Kind.ENUM) {
            return;
        }
        checkConstants(param.attribute().constants(), param.at(), diagnostics);
        var name = JavaNames.record(param.name());
        boolean taken = name.equalsIgnoreCase(op.recordName()) || op instanceof OpEntry.Native && name.equals("Operands");
        if (taken || JavaNames.isOfJava(name)) {
            report(param.at(), param.name(), "a parameter with constants", "their class would be " + name + ", which "
                + (taken ? "the operator has" : "every Java file knows"), "take another name, or declare the constants under 'enums:'");
        }
    }

    /** Reports constants that are one in Java, where they have large letters. */
    public static void checkConstants(Iterable<String> constants, Position at, Diagnostics diagnostics) {
        var names = new HashMap<String, String>();
        for (var constant : constants) {
            var java = JavaNames.constant(constant);
            var other = names.putIfAbsent(java, constant);
            if (other != null) {
                diagnostics.report(Diagnostic.SAME_NAME, at, other, constant, java);
            }
        }
    }

    /** Reports a class that Java knows in every file. */
    public static void checkClass(String name, String what, Position at, Diagnostics diagnostics) {
        if (JavaNames.isOfJava(name)) {
            diagnostics.report(Diagnostic.NAME, at, name, what, "every Java file means java.lang." + name + " by it",
                what.equals("an operator") ? "take another name, or add 'record: " + name + "Op'" : "take a longer one");
        }
    }

    private void report(Position at, String name, String what, String reason, String fix) {
        diagnostics.report(Diagnostic.NAME, at, name, what, reason, fix);
    }
}
