package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks one call of an operator against its overloads, and takes the one that fits, or the one that fits best. */
final class CallTypes {
    private final TensorTypes types;
    private final Expr.Call call;
    private final Diagnostics diagnostics;
    private final Map<Expr, ValueType> known = new HashMap<>();

    CallTypes(TensorTypes types, Expr.Call call, Diagnostics diagnostics) {
        this.types = types;
        this.call = call;
        this.diagnostics = diagnostics;
    }

    ValueType of(List<OpEntry> overloads) {
        arguments().forEach(arg -> {
            if (!isConstant(arg, overloads)) {
                known.put(arg, types.type(arg));
            }
        });
        OpEntry best = overloads.getFirst();
        @Nullable List<Runnable> fewest = null;
        for (var op : overloads) {
            var mistakes = mistakes(op);
            if (fewest == null || mistakes.size() < fewest.size()) {
                best = op;
                fewest = mistakes;
            }
        }
        if (fewest != null) {
            fewest.forEach(Runnable::run);
        }
        types.note(call, best);
        return best.sig().listResult() ? ValueType.TENSORS : best.sig().results().size() == 1 ? ValueType.TENSOR : ValueType.RESULTS;
    }

    private List<Expr> arguments() {
        var arguments = new ArrayList<>(call.args());
        arguments.addAll(call.named().values());
        return arguments;
    }

    /** An unknown name that stands where some overload has an enum is meant as its constant. */
    private boolean isConstant(Expr arg, List<OpEntry> overloads) {
        boolean constants = Constants.of(arg).stream().anyMatch(name -> !types.visible().knows(name.name()));
        return constants && overloads.stream().anyMatch(op -> standsForEnum(op, arg));
    }

    private boolean standsForEnum(OpEntry op, Expr arg) {
        return given(op).entrySet().stream().anyMatch(entry -> entry.getValue() == arg && isEnum(entry.getKey()));
    }

    private static boolean isEnum(Param param) {
        return !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.ENUM;
    }

    private Map<Param, Expr> given(OpEntry op) {
        Map<Param, Expr> given = new LinkedHashMap<>();
        var params = op.sig().params();
        for (int i = 0; i < call.args().size() && i < params.size(); i++) {
            given.put(params.get(i), call.args().get(i));
        }
        call.named().forEach((name, value) -> {
            var param = op.param(name);
            if (param != null) {
                given.put(param, value);
            }
        });
        return given;
    }

    private List<Runnable> mistakes(OpEntry op) {
        var mistakes = new ArrayList<Runnable>();
        var params = op.sig().params();
        var form = Forms.of(op);
        if (call.args().size() > params.size()) {
            mistakes.add(() -> diagnostics.report(Diagnostic.ARITY, call.at(), op.callName(), count(params.size()),
                String.valueOf(call.args().size()), form));
        }
        call.named().forEach((name, value) -> {
            if (op.param(name) == null) {
                mistakes.add(() -> diagnostics.reportUnknown(Diagnostic.UNKNOWN_ARGUMENT, value.at(), name, Forms.names(params),
                    op.callName(), form));
            }
        });
        var given = given(op);
        boolean misnamed = !mistakes.isEmpty();
        for (var param : params) {
            var value = given.get(param);
            if (value == null && param.defaultValue() == null) {
                mistakes.add(
                    misnamed ? () -> {} : () -> diagnostics.report(Diagnostic.ARITY, call.at(), op.callName(), "'" + param.name() + "' too",
                        count(arguments().size()), form));
            } else if (value != null) {
                checkArgument(param, value, mistakes);
            }
        }
        return mistakes;
    }

    private static String count(int n) {
        return n == 0 ? "no argument" : n == 1 ? "1 argument" : n + " arguments";
    }

    private void checkArgument(Param param, Expr value, List<Runnable> mistakes) {
        var type = known.get(value);
        if (type == null) {
            checkConstants(param, value, mistakes);
        } else if (type != ValueType.NULL && !Known.isNullable(param) && types.visible().isNullable(value)) {
            mistakes.add(() -> types.given(value));
        } else if (fits(param, type) && !isSameEnum(param, type, value)) {
            mistakes.add(() -> reportOtherEnum(param, value));
        } else if (!fits(param, type)) {
            mistakes.add(() -> diagnostics.report(Diagnostic.TYPE, value.at(), ValueType.of(param).text() + " for '" + param.name() + "'",
                type.text(), types.fix(value, type, ValueType.of(param))));
        }
    }

    /** Constants of one enum, or parameters of it, among which attributes choose. */
    private void checkConstants(Param param, Expr value, List<Runnable> mistakes) {
        Constants.tests(value).forEach(test -> mistakes.addAll(types.mistakes(test, ValueType.TRUTH)));
        for (var name : Constants.of(value)) {
            if (types.visible().param(name) == null) {
                checkConstant(param, name, mistakes);
            } else if (!isSameEnum(param, ValueType.CONSTANT, name)) {
                mistakes.add(() -> reportOtherEnum(param, name));
            }
        }
    }

    /** Constants that are called the same are still those of two enums. */
    private void reportOtherEnum(Param param, Expr value) {
        var given = types.visible().param(value);
        var constants = param.attribute().constants();
        var own = given == null || given.isTensor() ? List.<String>of() : given.attribute().constants();
        var name = Printer.print(value);
        boolean alike = !own.isEmpty() && constants.containsAll(own);
        var chosen = alike ? "write '" + chosen(name, own) + "'" : "name a constant: " + String.join(", ", constants);
        var shared = param.attribute().enumName();
        diagnostics.report(Diagnostic.TYPE, value.at(),
            "a constant of " + (shared == null ? "another enum" : shared) + " for '" + param.name()
                + "'",
            "'" + name + "', one of another enum",
            shared == null ? chosen : "declare it as '" + shared + " " + name + "' in the signature, or " + chosen);
    }

    private static String chosen(String name, List<String> constants) {
        var text = new StringBuilder();
        for (var constant : constants.subList(0, constants.size() - 1)) {
            text.append(name).append(" == ").append(constant).append(" ? ").append(constant).append(" : ");
        }
        return text.append(constants.getLast()).toString();
    }

    private void checkConstant(Param param, Expr.Name value, List<Runnable> mistakes) {
        var constants = isEnum(param) ? param.attribute().constants() : List.<String>of();
        if (!constants.contains(value.name())) {
            mistakes.add(() -> diagnostics.reportUnknown(Diagnostic.CONSTANT, value.at(), value.name(), constants, param.name(),
                String.join(", ", constants)));
        }
    }

    /** A constant of one enum is none of another. */
    private boolean isSameEnum(Param param, ValueType type, Expr value) {
        var given = types.visible().param(value);
        return type != ValueType.CONSTANT
            || given != null && param.attribute().enumName() != null && given.type() instanceof ParamType.Attribute own
                && Objects.equals(own.enumName(), param.attribute().enumName());
    }

    private static boolean fits(Param param, ValueType type) {
        var wanted = ValueType.of(param);
        if (type.fits(wanted)) {
            return true;
        }
        if (param.isTensor()) {
            return type == ValueType.NULL && param.tensor().optional() || type.isNumeric() && param.tensor().orNumber();
        }
        return type == ValueType.NULL && param.attribute().nullable() || type == ValueType.INTEGER && wanted == ValueType.LIST;
    }
}
