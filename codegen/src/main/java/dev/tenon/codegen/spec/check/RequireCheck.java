package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.LayerSpec;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.ShapeFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tries requirements out: whether the defaults meet them, and whether any argument can, or can fail to. */
final class RequireCheck {
    /** Attributes of one requirement that are tried out together. */
    private static final int MOST = 2;

    private final OpEntry op;
    private final Diagnostics diagnostics;
    private final Map<String, Object> defaults = new HashMap<>();
    private final Map<String, Object> constants = new HashMap<>();

    RequireCheck(OpEntry op, Diagnostics diagnostics) {
        this.op = op;
        this.diagnostics = diagnostics;
        for (var param : op.sig().attributes()) {
            param.attribute().constants().forEach(constant -> constants.put(constant, constant));
        }
        defaults.putAll(constants);
        op.sig().attributes().forEach(this::addDefault);
    }

    /** That null stands for what is left out says nothing: one of several may have to be given. */
    private void addDefault(Param param) {
        defaults.remove(param.name());
        var given = param.defaultValue();
        var value = given == null || given instanceof Expr.NullLit ? null : known(given);
        if (value != null) {
            defaults.put(param.name(), repeated(param, value));
        }
    }

    /** The value of a default, null where it is not known. */
    private static @Nullable Object known(Expr value) {
        return value instanceof Expr.Name all && all.name().equals("all") ? null
            : value instanceof Expr.Name name && !Set.of("inf", "nan", "INF", "NAN").contains(name.name())
                ? name.name() : KnownValues.literal(value);
    }

    /** One integer stands for all of a list. */
    private static Object repeated(Param param, Object value) {
        boolean list = param.namesDimensions();
        int length = Math.max(1, param.attribute().length());
        return list && value instanceof Double ? Collections.nCopies(length, value)
            : list && value instanceof List<?> items && items.size() == 1 ? Collections.nCopies(length, items.getFirst()) : value;
    }

    void run() {
        for (var require : op.requires()) {
            if (ShapeFunction.check(require.condition()) == null) {
                check(require);
                op.head().layers().forEach(layer -> check(require, layer));
            }
        }
    }

    /** What a layer holds must be what its operator takes; that its defaults are the operator's is told of the operator. */
    private void check(Require require, LayerSpec layer) {
        Map<String, Object> held = new HashMap<>(constants);
        Map<String, Expr> own = new LinkedHashMap<>(layer.fixed());
        layer.fixed().forEach((name, value) -> add(held, name, op.param(name), value));
        for (var argument : layer.arguments()) {
            var param = op.param(argument.of());
            var value = argument.param().defaultValue();
            if (value != null && !(value instanceof Expr.NullLit)) {
                add(held, argument.of(), param, value);
            }
            if (value != null && param != null && value != param.defaultValue()) {
                own.put(argument.of(), value);
            }
        }
        own.keySet().retainAll(ExprTree.names(require.condition()));
        if (own.isEmpty() || !Boolean.FALSE.equals(new KnownValues(held).holds(require.condition()))) {
            return;
        }
        var told = own.entrySet().stream().map(value -> value.getKey() + " = " + Printer.print(value.getValue()))
            .collect(Collectors.joining(", "));
        var first = own.entrySet().iterator().next();
        diagnostics.report(Diagnostic.LAYER_VALUE, first.getValue().at(), layer.name(), op.key(), require.line(), told,
            "write a value of '" + first.getKey() + "' that meets it"
                + (layer.fixed().containsKey(first.getKey()) ? "" : ", or no default"));
    }

    private void add(Map<String, Object> known, String name, @Nullable Param param, Expr value) {
        known.remove(name);
        var found = known(value);
        if (param != null && found != null) {
            known.put(name, repeated(param, found));
        }
    }

    private void check(Require require) {
        var condition = require.condition();
        var read = op.sig().params().stream().filter(param -> ExprTree.names(condition).contains(param.name())).toList();
        if (read.isEmpty() && isConstant(condition)) {
            diagnostics.report(Diagnostic.IDLE_REQUIRE, require.at(), require.line(), "speaks of no argument",
                "write a condition on parameters, or remove it");
            return;
        }
        if (read.stream().noneMatch(Param::isTensor) && read.size() <= MOST && isConclusive(require, read)) {
            return;
        }
        if (Boolean.FALSE.equals(new KnownValues(defaults).holds(condition))) {
            reportDefaults(require, read);
        }
    }

    private boolean isConstant(Expr condition) {
        return ExprTree.names(condition).stream().noneMatch(name -> name.length() == 1)
            && new KnownValues(constants).holds(condition) != null;
    }

    private void reportDefaults(Require require, List<Param> read) {
        var known = read.stream().filter(param -> defaults.containsKey(param.name())).toList();
        var told = known.stream().map(param -> param.name() + " = " + Printer.print(Objects.requireNonNull(param.defaultValue())))
            .collect(Collectors.joining(", "));
        var at = known.stream().map(Param::defaultValue).filter(Objects::nonNull).findFirst().map(Expr::at).orElse(require.at());
        diagnostics.report(Diagnostic.BROKEN_DEFAULT, at, op.key(), require.line(), told);
    }

    /** Reports a condition that has the same outcome for all values that could tell the difference. */
    private boolean isConclusive(Require require, List<Param> read) {
        List<Map<String, Object>> tried = new ArrayList<>(List.of(new HashMap<>(constants)));
        for (var param : read) {
            var values = values(param, require.condition());
            if (values.isEmpty()) {
                return false;
            }
            var more = new ArrayList<Map<String, Object>>();
            for (var before : tried) {
                for (var value : values) {
                    Map<String, Object> with = new HashMap<>(before);
                    with.put(param.name(), value);
                    more.add(with);
                }
            }
            tried = more;
        }
        var outcomes = tried.stream().map(values -> Optional.ofNullable(new KnownValues(values).holds(require.condition())))
            .collect(Collectors.toSet());
        if (outcomes.size() != 1 || outcomes.contains(Optional.<Boolean>empty())) {
            return false;
        }
        boolean always = outcomes.iterator().next().orElseThrow();
        diagnostics.report(Diagnostic.IDLE_REQUIRE, require.at(), require.line(), always ? "always holds" : "never holds",
            always ? "write a condition that some arguments break, or remove it" : "write a condition that some arguments meet");
        return true;
    }

    /** Values of an attribute on both sides of every number in the condition; none where it is not known what to try. */
    private static List<Object> values(Param param, Expr condition) {
        var attribute = param.attribute();
        var values = new ArrayList<Object>();
        switch (attribute.kind()) {
            case NUM, FLOAT -> {
                numbers(condition).forEach(number -> values.addAll(List.of(number - 0.25, number, number + 0.25)));
                values.addAll(List.of(Double.NEGATIVE_INFINITY, -1e9, 1e9, Double.POSITIVE_INFINITY, Double.NaN));
            }
            case INT -> {
                numbers(condition)
                    .forEach(number -> values.addAll(List.of(Math.floor(number) - 1, Math.floor(number), Math.ceil(number) + 1)));
                values.addAll(List.of(-1e9, 1e9));
            }
            case BOOL -> values.addAll(List.of(true, false));
            case ENUM -> values.addAll(attribute.constants());
            default -> {
                return List.of();
            }
        }
        if (attribute.nullable() || param.isNullable()) {
            values.add(Optional.empty());
        }
        return values;
    }

    private static Set<Double> numbers(Expr condition) {
        Set<Double> numbers = new TreeSet<>(List.of(0.0));
        ExprTree.walk(condition, part -> {
            if (part instanceof Expr.Num num) {
                numbers.add(num.value());
                numbers.add(-num.value());
            }
        });
        return numbers;
    }
}
