package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Evaluator;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.FormulaTypes;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.NumberStates;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.UpdateEntry;
import dev.tenon.codegen.spec.UpdateForm;
import dev.tenon.codegen.spec.types.Forms;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks an optimizer: its signature, the ranges and conditions of its settings, and its states. Its step is checked by {@link StepCheck}. */
public final class UpdateCheck {
    private static final String SIGNATURE_FORM = "the form is '(F param, F grad, *, float lr = 1e-3, bool maximize = false)'";
    /** Methods of the record of settings, and names that its methods use. */
    private static final Set<String> TAKEN = Set.of("name", "states", "settings", "with", "over", "value", "hashCode", "toString",
        "getClass", "notify", "notifyAll", "wait", "clone", "finalize", "equals", "requireConsistent", "descriptor", "infer", "call", "op",
        "at", "n", "i", "after", "stepper", "numbers");

    private final UpdateEntry update;
    private final Diagnostics diagnostics;

    public UpdateCheck(UpdateEntry update, Diagnostics diagnostics) {
        this.update = update;
        this.diagnostics = diagnostics;
    }

    public void run() {
        int before = diagnostics.reports();
        if (update.doc().isBlank()) {
            diagnostics.report(Diagnostic.NO_DOC, update.at(), update.key());
        }
        checkNames();
        checkTensors();
        update.settings().forEach(this::checkSetting);
        checkRate();
        update.arguments().forEach(this::checkArgument);
        update.variants().forEach(this::checkVariant);
        update.requires().forEach(this::checkRequire);
        checkDefaults();
        update.states().forEach(this::checkState);
        var conditions = UpdateForm.conditions(update);
        if (conditions.size() > UpdateForm.MOST_CONDITIONS) {
            diagnostics.report(Diagnostic.SIGNATURE, update.at(), "states on at most " + UpdateForm.MOST_CONDITIONS + " conditions",
                conditions.size() + " of " + update.key(), "keep some of the states always");
        }
        if (diagnostics.reports() == before) {
            new StepCheck(update, diagnostics).run();
        }
    }

    /** Java's names of settings and states must differ from each other and from those of the generated records. */
    private void checkNames() {
        requireClass(update.className(), update.at());
        requireClass(update.recordName(), update.at());
        var names = new HashMap<String, Position>();
        for (var reserved : List.of(UpdateEntry.STEP, UpdateEntry.COUNT)) {
            names.put(reserved, update.at());
        }
        update.sig().params().forEach(param -> checkName(param.javaName(), param.name(), param.at(), names));
        update.states().forEach(state -> checkName(JavaNames.parameter(state.name()), state.name(), state.at(), names));
        update.numbers().forEach(state -> checkName(JavaNames.parameter(NumberStates.next(state.name())), NumberStates.next(state.name()),
            state.at(), names));
        update.step().stream().filter(UpdateEntry.Statement::isLet)
            .forEach(let -> checkName(JavaNames.parameter(let.name()), let.name(), let.at(), names));
    }

    private void checkName(String java, String name, Position at, Map<String, Position> names) {
        if (names.putIfAbsent(java, at) != null) {
            diagnostics.report(Diagnostic.DUPLICATE_NAME, at, name);
        } else if (TAKEN.contains(java) || !name.matches("[A-Za-z][A-Za-z0-9_]*") || name.matches("(factor|flag)[0-9]+|p(_.*|[A-Z].*)")) {
            diagnostics.report(Diagnostic.JAVA_NAME, at, name, "name within an optimizer", "take another: generated code has this one");
        }
    }

    private void requireClass(String name, Position at) {
        if (!name.matches("[A-Z][A-Za-z0-9_]*")) {
            diagnostics.report(Diagnostic.JAVA_NAME, at, name, "name of a class", "write it with a capital: 'Adam'");
        }
    }

    private void checkTensors() {
        var tensors = update.sig().tensors();
        var wanted = List.of(UpdateEntry.PARAM, UpdateEntry.GRAD);
        boolean plain = tensors.stream().map(Param::tensor).allMatch(
            tensor -> tensor.letter() == 'F' && !tensor.list() && !tensor.optional() && !tensor.orNumber() && tensor.dims() == null);
        if (!plain || !Forms.names(tensors).equals(wanted)) {
            diagnostics.report(Diagnostic.SIGNATURE, update.at(), "the tensors 'F param, F grad'",
                tensors.isEmpty() ? "none" : "'" + String.join(", ", Forms.names(tensors)) + "'", SIGNATURE_FORM);
        }
    }

    private void checkSetting(UpdateEntry.Setting setting) {
        var param = setting.param();
        var attribute = param.attribute();
        boolean known = switch (attribute.kind()) {
            case FLOAT, INT, BOOL -> !attribute.nullable();
            default -> false;
        };
        if (!known) {
            diagnostics.report(Diagnostic.SIGNATURE, param.at(), "float, int or bool, and not null",
                "another type of '" + param.name() + "'",
                SIGNATURE_FORM);
            return;
        }
        if (param.defaultValue() == null) {
            diagnostics.report(Diagnostic.SIGNATURE, param.at(), "a default of '" + param.name() + "'", "none",
                "write the one that PyTorch has: '= 0'");
            return;
        }
        if (setting.about().isBlank()) {
            diagnostics.report(Diagnostic.NO_MEANING, param.at(), param.name());
        }
        checkDefault(setting, param.defaultValue());
    }

    private void checkDefault(UpdateEntry.Setting setting, Expr value) {
        var number = number(value);
        boolean fits = setting.isFlag() ? value instanceof Expr.Bool : number != null;
        if (!fits) {
            diagnostics.report(Diagnostic.DEFAULT, value.at(), Printer.print(value), setting.name(),
                setting.isFlag() ? "true or false" : "a number");
        } else if (setting.range() != null && number != null && !setting.range().holds(number)) {
            diagnostics.report(Diagnostic.DEFAULT, value.at(), Printer.print(value), setting.name(),
                "one that is " + setting.range().text());
        }
    }

    /** The value of a literal, or null. */
    private static @Nullable Double number(Expr value) {
        return switch (value) {
            case Expr.Num num -> num.value();
            case Expr.Unary minus when minus.op() == Operator.MINUS && minus.a() instanceof Expr.Num num -> -num.value();
            default -> null;
        };
    }

    private void checkRate() {
        var rate = update.setting("lr");
        if (rate == null || rate.param().attribute().kind() != ParamType.Attribute.Kind.FLOAT) {
            diagnostics.report(Diagnostic.SIGNATURE, update.at(), "a setting 'float lr'", "none in " + update.key(),
                "add the learning rate: schedules change it");
        }
    }

    private void checkArgument(UpdateEntry.Argument argument) {
        if (argument.isList() && argument.settings().stream().anyMatch(UpdateEntry.Setting::isFlag)) {
            diagnostics.report(Diagnostic.TYPE, update.at(), "numbers in the list '" + argument.name() + "'", "a truth value",
                "make an argument of its own of it");
        }
    }

    private void checkVariant(UpdateEntry.Variant variant) {
        requireClass(variant.className(), variant.at());
        variant.defaults().forEach((name, value) -> {
            var setting = update.setting(name);
            if (setting == null) {
                var known = update.settings().stream().map(UpdateEntry.Setting::name).toList();
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, value.at(), name, known, String.join(", ", known));
            } else {
                checkDefault(setting, value);
            }
        });
    }

    private void checkRequire(Require require) {
        expect(require.condition(), FormulaTypes.Type.TRUTH);
        for (var value : require.values()) {
            new FormulaTypes(settings(update), diagnostics).check(value);
            requirePlain(value, diagnostics);
        }
    }

    /** The defaults of the class and of its variants must be values that the entry accepts. */
    private void checkDefaults() {
        var defaults = new HashMap<String, @Nullable Double>();
        update.settings().forEach(setting -> defaults.put(setting.name(), value(setting.param().defaultValue())));
        checkTogether(defaults, update.settings().stream().map(UpdateEntry.Setting::param).map(Param::defaultValue).toList());
        for (var variant : update.variants()) {
            var others = new HashMap<>(defaults);
            variant.defaults().forEach((name, expr) -> others.put(name, value(expr)));
            checkTogether(others, List.copyOf(variant.defaults().values()));
        }
    }

    private void checkTogether(Map<String, @Nullable Double> defaults, List<@Nullable Expr> places) {
        for (var require : update.requires()) {
            var named = ExprTree.names(require.condition());
            boolean known = named.stream().allMatch(name -> update.setting(name) != null && defaults.get(name) != null);
            var place = places.stream().filter(Objects::nonNull).findFirst().orElse(null);
            if (known && place != null && Evaluator.evaluate(require.condition(), defaults) == 0) {
                var name = named.stream().findFirst().orElse("");
                var setting = update.setting(name);
                var at = setting == null || setting.param().defaultValue() == null || !places.contains(setting.param().defaultValue())
                    ? place : setting.param().defaultValue();
                diagnostics.report(Diagnostic.DEFAULT, at.at(), Printer.print(at), name,
                    "defaults for which '" + require.line() + "' holds");
            }
        }
    }

    private static @Nullable Double value(@Nullable Expr expr) {
        return expr == null ? null : expr instanceof Expr.Bool bool ? Double.valueOf(bool.value() ? 1 : 0) : number(expr);
    }

    private void checkState(UpdateEntry.State state) {
        expect(state.initial(), FormulaTypes.Type.NUMBER);
        if (state.condition() != null) {
            expect(state.condition(), FormulaTypes.Type.TRUTH);
        }
    }

    private void expect(Expr expr, FormulaTypes.Type type) {
        expect(expr, type, settings(update));
        requirePlain(expr, diagnostics);
    }

    private void expect(Expr expr, FormulaTypes.Type wanted, Map<String, FormulaTypes.Variable> names) {
        int before = diagnostics.reports();
        var type = new FormulaTypes(names, diagnostics).check(expr);
        if (type != wanted && diagnostics.reports() == before) {
            boolean truth = wanted == FormulaTypes.Type.TRUTH;
            diagnostics.report(Diagnostic.TYPE, expr.at(), truth ? "a truth value" : "a number", truth ? "a number" : "a truth value",
                truth ? "write 'x != 0'" : "write 'condition ? 1 : 0'");
        }
    }

    /** The settings as names of formulas. */
    static Map<String, FormulaTypes.Variable> settings(UpdateEntry update) {
        var names = new LinkedHashMap<String, FormulaTypes.Variable>();
        for (var setting : update.settings()) {
            names.put(setting.name(), new FormulaTypes.Variable(setting.isFlag() ? FormulaTypes.Type.TRUTH : FormulaTypes.Type.NUMBER,
                false));
        }
        return names;
    }

    /** What is computed once a step is computed in Java, for every device, with the functions that Java has. */
    static void requirePlain(Expr expr, Diagnostics diagnostics) {
        ExprTree.walk(expr, part -> {
            var intrinsic = part instanceof Expr.Call call ? Intrinsic.of(call.function()) : null;
            if (intrinsic != null && !intrinsic.isPlainJava()) {
                diagnostics.report(Diagnostic.TYPE, part.at(), "a function that Java has", "'" + intrinsic.text() + "' of settings",
                    "write it with exp, log, pow, sqrt and their like");
            }
        });
    }
}
