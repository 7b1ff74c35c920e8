package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.BodyFunction;
import dev.tenon.codegen.spec.DtypeNames;
import dev.tenon.codegen.spec.Nullness;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Result;
import dev.tenon.codegen.spec.ScalarFunctions;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks expressions that call operators: backward functions, bodies of composites, saved values. */
public final class TensorTypes {
    private static final List<String> PARTS = List.of("shape", "dtype", "device", "rank", "numel");

    private final SpecContext context;
    private final Visible visible;
    private final Diagnostics diagnostics;
    private final Calls calls;

    /** @param calls is told what each call means */
    public TensorTypes(SpecContext context, Map<String, Known> names, Calls calls, Diagnostics diagnostics) {
        this(context, new Visible(names, calls), calls, diagnostics);
    }

    private TensorTypes(SpecContext context, Visible visible, Calls calls, Diagnostics diagnostics) {
        this.context = context;
        this.visible = visible;
        this.calls = calls;
        this.diagnostics = diagnostics;
    }

    /** The same for an expression that is only tried. */
    private TensorTypes trying(Diagnostics found) {
        return new TensorTypes(context, visible.copy(), calls, found);
    }

    /** Checks an expression that must have this type, and not be null. */
    public void expect(Expr expr, ValueType wanted) {
        var type = given(expr);
        if (!type.fits(wanted)) {
            report(expr, wanted.text(), type, fix(expr, type, wanted));
        }
    }

    /** Checks a gradient of a list of tensors: one for each of them. */
    public void expectEach(Expr expr, String list) {
        var type = given(expr);
        if (!type.fits(ValueType.TENSORS)) {
            report(expr, ValueType.TENSORS.text(), type, "write 'each(x, " + list + ", ...)', one for each of them");
        }
    }

    /** How to make a value of the wanted type of one that has another. */
    String fix(Expr expr, ValueType found, ValueType wanted) {
        var parts = found == ValueType.RESULTS ? visible.results(expr) : List.<Result>of();
        var text = Printer.print(expr);
        var shown = text.length() > 60 || text.contains("\n") ? "..." : text;
        if (wanted == ValueType.TENSOR && !parts.isEmpty()) {
            return "take one of them: '" + shown + "." + parts.getFirst().name() + "'";
        }
        if (isMethod(expr)) {
            return "have " + ((Expr.Call) expr).function() + " give " + wanted.text();
        }
        return wanted == ValueType.TENSOR && found == ValueType.TENSORS ? "take one of them: '" + shown + "[0]'"
            : wanted == ValueType.TENSORS && found == ValueType.TENSOR ? "write '[" + shown + "]'"
                : "write " + wanted.text() + " here";
    }

    /** Checks the result of an operator; several are written as a list. */
    public void expectResults(Expr expr, List<Result> results) {
        switch (expr) {
            case Expr.Let let -> {
                bind(let);
                expectResults(let.body(), results);
            }
            case Expr.Cond cond -> {
                expect(cond.test(), ValueType.TRUTH);
                where(Nullness.nonNull(cond.test(), true), () -> expectResults(cond.then(), results));
                where(Nullness.nonNull(cond.test(), false), () -> expectResults(cond.otherwise(), results));
            }
            case Expr.ListLit list when list.items().size() == results.size() ->
                list.items().forEach(item -> expect(item, ValueType.TENSOR));
            default -> expectResults(expr, type(expr), results);
        }
    }

    private void expectResults(Expr expr, ValueType found, List<Result> results) {
        var form = "'[" + String.join(", ", results.stream().map(Result::name).toList()) + "]'";
        if (expr instanceof Expr.ListLit list) {
            diagnostics.report(Diagnostic.RESULT_COUNT, expr.at(), results.size(), String.valueOf(list.items().size()),
                "write " + form + ", each result an expression");
        } else if (found != ValueType.RESULTS) {
            report(expr, "a list of " + results.size() + " results", found, "write " + form + " behind '|', each result an expression");
        } else if (visible.results(expr).size() != results.size()) {
            var names = String.join(", ", visible.results(expr).stream().map(Result::name).toList());
            diagnostics.report(Diagnostic.RESULT_COUNT, expr.at(), results.size(), visible.results(expr).size() + ": " + names,
                "name them, 'let all = ...', and write " + form + " of 'all." + visible.results(expr).getFirst().name() + "' and its like");
        }
    }

    private void report(Expr expr, String wanted, ValueType found, String fix) {
        diagnostics.report(Diagnostic.TYPE, expr.at(), wanted, found.text(), fix);
    }

    ValueType type(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> num.integral() ? ValueType.INTEGER : ValueType.NUMBER;
            case Expr.Bool _ -> ValueType.TRUTH;
            case Expr.NullLit _ -> ValueType.NULL;
            case Expr.Name name -> name(name);
            case Expr.Field field -> field(field);
            case Expr.Call call -> call(call);
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> new OperatorTypes(this, diagnostics).binary(binary);
            case Expr.Cond cond -> cond(cond);
            case Expr.Index index -> index(index);
            case Expr.ListLit list -> list(list);
            case Expr.Let let -> let(let);
        };
    }

    /** The type of what must not be null here. */
    public ValueType given(Expr expr) {
        var type = type(expr);
        if (visible.isNullable(expr)) {
            report(expr, type.text() + " that is given", ValueType.NULL,
                "write '" + Printer.print(expr) + " == null ? ... : ...' around it, or '?? otherwise' behind it");
        }
        return type;
    }

    /** Checks a part that is evaluated only where these are not null. */
    public void where(Set<String> nonNull, Runnable check) {
        visible.where(nonNull, check);
    }

    private ValueType unary(Expr.Unary unary) {
        var type = given(unary.a());
        boolean fits = type == ValueType.TENSOR || (unary.op() == Operator.NOT ? type.fits(ValueType.TRUTH) : type.isNumeric());
        if (!fits) {
            report(unary.a(), unary.op() == Operator.NOT ? "a truth value" : "a tensor or a number", type, "remove the sign");
            return ValueType.UNKNOWN;
        }
        return type;
    }

    /** A condition on attributes chooses one of two values of a type; one on elements chooses for each of them. */
    private ValueType cond(Expr.Cond cond) {
        var test = given(cond.test());
        if (test != ValueType.TENSOR && !test.fits(ValueType.TRUTH)) {
            report(cond.test(), "a truth value", test, "compare it with something");
        }
        var types = new ArrayList<ValueType>();
        where(Nullness.nonNull(cond.test(), true), () -> types.add(type(cond.then())));
        where(Nullness.nonNull(cond.test(), false), () -> types.add(type(cond.otherwise())));
        var then = types.getFirst();
        var otherwise = types.getLast();
        if (test == ValueType.TENSOR) {
            return ValueType.TENSOR;
        }
        if (then == ValueType.RESULTS && otherwise == ValueType.RESULTS) {
            return several(cond);
        }
        if (otherwise.fits(then) || then == ValueType.NULL) {
            return then == ValueType.UNKNOWN || then == ValueType.NULL ? otherwise : then;
        }
        if (then.fits(otherwise) || otherwise == ValueType.NULL) {
            return otherwise == ValueType.NULL ? then : otherwise;
        }
        report(cond.otherwise(), then.text(), otherwise, "give both branches one type; a number as a tensor is full_like(x, number)");
        return ValueType.UNKNOWN;
    }

    /** The results of two operators are of two types, even where they are as many. */
    private ValueType several(Expr.Cond cond) {
        var then = visible.producer(cond.then());
        var otherwise = visible.producer(cond.otherwise());
        if (then != otherwise && then != null && otherwise != null) {
            diagnostics.report(Diagnostic.TYPE, cond.otherwise().at(), "the results of " + then.callName(),
                "those of " + otherwise.callName(), "choose each by itself: '" + Printer.print(cond.test()) + " ? a."
                    + then.sig().results().getFirst().name() + " : b." + otherwise.sig().results().getFirst().name() + "'");
        }
        return ValueType.RESULTS;
    }

    private ValueType index(Expr.Index index) {
        var target = given(index.target());
        expect(index.index(), ValueType.INTEGER);
        if (target == ValueType.TENSORS) {
            return ValueType.TENSOR;
        }
        if (target == ValueType.REALS) {
            return ValueType.NUMBER;
        }
        if (target == ValueType.UNKNOWN) {
            return ValueType.UNKNOWN;
        }
        if (!target.fits(ValueType.LIST)) {
            report(index.target(), "a list", target, "write 'x.shape[i]' for a size, select(x, dim, i) for a part of a tensor");
        }
        return ValueType.INTEGER;
    }

    private ValueType let(Expr.Let let) {
        bind(let);
        return type(let.body());
    }

    private void bind(Expr.Let let) {
        if (visible.isTaken(let.name())) {
            diagnostics.report(Diagnostic.DUPLICATE_NAME, let.at(), let.name());
        }
        var type = type(let.value());
        var param = type == ValueType.CONSTANT ? visible.param(let.value()) : null;
        if (type == ValueType.NULL || type == ValueType.CONSTANT && param == null) {
            report(let.value(), "a value with a type of its own", type, "write it where it is used");
        }
        visible.add(let.name(), new Known(type, visible.isNullable(let.value()), param, visible.results(let.value())), let.value());
    }

    /** Lists of integers in a list stand for their items. */
    private ValueType list(Expr.ListLit list) {
        var types = list.items().stream().map(this::given).toList();
        if (types.contains(ValueType.TENSOR)) {
            list.items().forEach(item -> checkItem(item, ValueType.TENSOR, ValueType.TENSOR));
            return ValueType.TENSORS;
        }
        list.items().forEach(item -> checkItem(item, ValueType.INTEGER, ValueType.LIST));
        return ValueType.LIST;
    }

    private void checkItem(Expr item, ValueType one, ValueType other) {
        var type = trying(new Diagnostics()).type(item);
        if (!type.fits(one) && !type.fits(other)) {
            report(item, one.text(), type, "write " + one.text() + " here");
        }
    }

    private ValueType name(Expr.Name name) {
        var known = visible.get(name.name());
        if (known != null) {
            return known.type();
        }
        if (Constant.of(name.name()) != null) {
            return ValueType.NUMBER;
        }
        if (DtypeNames.ALL.contains(name.name()) || name.name().equals("default")) {
            return ValueType.DTYPE;
        }
        diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, name.at(), name.name(), visible.names(), String.join(", ", visible.names()));
        return ValueType.UNKNOWN;
    }

    private ValueType field(Expr.Field field) {
        var target = given(field.target());
        if (target == ValueType.UNKNOWN) {
            return ValueType.UNKNOWN;
        }
        if (target == ValueType.RESULTS) {
            return part(field);
        }
        if (target != ValueType.TENSOR) {
            report(field.target(), "a tensor", target, "only tensors have '" + field.name() + "'");
            return ValueType.UNKNOWN;
        }
        return switch (field.name()) {
            case "shape" -> ValueType.LIST;
            case "dtype" -> ValueType.DTYPE;
            case "device" -> ValueType.DEVICE;
            case "rank", "ndim", "numel" -> ValueType.INTEGER;
            default -> {
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, field.at(), field.name(), PARTS,
                    "x.shape, x.dtype, x.device, x.rank, x.numel");
                yield ValueType.UNKNOWN;
            }
        };
    }

    private ValueType part(Expr.Field field) {
        var parts = visible.results(field.target()).stream().map(Result::name).toList();
        if (!parts.isEmpty() && !parts.contains(field.name())) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, field.at(), field.name(), parts, String.join(", ", parts));
        }
        if (field.target() instanceof Expr.Name g && g.name().equals("g")) {
            checkGradientOf(field, visible.results(g));
        }
        return ValueType.TENSOR;
    }

    /** Results of integers and truth values have no gradient. */
    private void checkGradientOf(Expr.Field field, List<Result> results) {
        var asked = results.stream().filter(result -> result.name().equals(field.name()) && !result.differentiable()).findFirst();
        var others = results.stream().filter(Result::differentiable).map(result -> "g." + result.name()).toList();
        asked.ifPresent(result -> diagnostics.report(Diagnostic.NO_PART_GRADIENT, field.at(), field.name(), result.dtype(),
            others.isEmpty() ? "remove this line" : "write " + String.join(" or ", others)));
    }

    private ValueType call(Expr.Call call) {
        var function = BodyFunction.of(call.function());
        if (function != null) {
            return new FunctionTypes(this, call, diagnostics).of(function);
        }
        var scalar = scalar(call);
        if (scalar != null) {
            return scalar;
        }
        var overloads = context.byCall(call.function());
        if (!overloads.isEmpty()) {
            return new CallTypes(this, call, diagnostics).of(callable(call, overloads));
        }
        if (isMethod(call)) {
            return method(call);
        }
        call.args().forEach(this::type);
        call.named().values().forEach(this::type);
        var known = new LinkedHashSet<>(context.callNames());
        for (var own : BodyFunction.values()) {
            known.add(own.text());
        }
        diagnostics.reportUnknown(Diagnostic.UNKNOWN_FUNCTION, call.at(), call.function(), known,
            "write the name of an operator of this spec or of one that it uses, or a static method: Gradients.name(...)");
        return ValueType.UNKNOWN;
    }

    /** Whether it is the call of a static method in Java. */
    public static boolean isMethod(Expr expr) {
        return expr instanceof Expr.Call call && call.function().matches("[A-Z]\\w*\\.[a-z]\\w*");
    }

    /** A static method; whether its arguments fit is found out where its class is looked at. */
    private ValueType method(Expr.Call call) {
        var given = Stream.concat(call.args().stream(), call.named().values().stream());
        calls.note(call, given.map(arg -> new Calls.Argument(arg, type(arg), visible.isNullable(arg))).toList());
        call.named().forEach((name, value) -> diagnostics.report(Diagnostic.CLASS_FORM, value.at(), "the argument '" + name + "'",
            "is given by name, which no method in Java knows", "write '" + Printer.print(value) + "' alone, at its place in the method"));
        return calls.result(call);
    }

    /** The overloads that may be called from here: what is internal to another library relies on checks that are made there. */
    private List<OpEntry> callable(Expr.Call call, List<OpEntry> overloads) {
        var open = overloads.stream().filter(op -> !op.internal() || context.isOwn(op)).toList();
        if (!open.isEmpty()) {
            return open;
        }
        var users = context.usersOf(overloads);
        diagnostics.report(Diagnostic.OTHERS_PART, call.at(), call.function(),
            users.isEmpty() ? "write it with other operators, or a static method: ClassName.name(...)"
                : "call " + String.join(" or ", users));
        return overloads;
    }

    /** Notes which operator a call means. */
    void note(Expr.Call call, OpEntry op) {
        calls.note(call, op);
    }

    /** The type of a function of numbers, or null if it is none. */
    private @Nullable ValueType scalar(Expr.Call call) {
        var intrinsic = Intrinsic.of(call.function());
        if (intrinsic == null || intrinsic.arity() != call.args().size() || !call.named().isEmpty()) {
            return null;
        }
        var quiet = trying(new Diagnostics());
        var types = call.args().stream().map(quiet::type).toList();
        boolean integers = types.stream().allMatch(type -> type == ValueType.INTEGER);
        boolean numbers = types.stream().allMatch(type -> type == ValueType.INTEGER || type == ValueType.NUMBER);
        if (!numbers || !ScalarFunctions.known(call.function(), integers)) {
            return null;
        }
        call.args().forEach(this::given);
        return integers && ScalarFunctions.OF_INTEGERS.containsKey(call.function()) ? ValueType.INTEGER : ValueType.NUMBER;
    }

    /** What there is to report of an expression that must have this type. */
    List<Runnable> mistakes(Expr expr, ValueType wanted) {
        var found = new Diagnostics();
        trying(found).expect(expr, wanted);
        return found.findings().isEmpty() ? List.of() : List.of(() -> expect(expr, wanted));
    }

    /** Checks an expression that has a name more. */
    ValueType typeWith(Expr.Name name, ValueType item, Expr expr) {
        if (visible.isTaken(name.name())) {
            diagnostics.report(Diagnostic.DUPLICATE_NAME, name.at(), name.name());
            return ValueType.UNKNOWN;
        }
        var type = new ArrayList<ValueType>();
        visible.with(name.name(), Known.of(item), () -> type.add(given(expr)));
        return type.getFirst();
    }

    /** What is seen at this place. */
    Visible visible() {
        return visible;
    }
}
