package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.diagnostic.SourceText;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chain rule over a graph, with a say in what happens where compared values are equal. */
final class Derivative {
    private static final Map<String, Expr> TEXTS = new HashMap<>();

    private final Simplifier nodes;
    private final String wrt;
    private final Map<Site, Site.Tie> ties;
    private final boolean forced;
    private final Map<Expr, Expr> known = new IdentityHashMap<>();

    /**
     * @param ties at these sites equal values count as less or greater
     * @param forced whether the sites' tests are replaced by their outcome, as for the limit from one side
     */
    Derivative(Dag dag, String wrt, Map<Site, Site.Tie> ties, boolean forced) {
        this.nodes = new Simplifier(dag, true);
        this.wrt = wrt;
        this.ties = ties;
        this.forced = forced;
    }

    Expr of(Expr expr) {
        var done = known.get(expr);
        if (done == null) {
            done = compute(expr);
            known.put(expr, done);
        }
        return done;
    }

    private Expr compute(Expr expr) {
        return switch (expr) {
            case Expr.Name name -> nodes.num(name.name().equals(wrt) ? 1 : 0, true);
            case Expr.Unary unary when unary.op() == Operator.MINUS -> nodes.unary(Operator.MINUS, of(unary.a()), unary.at());
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> nodes.cond(decided(cond.test()), of(cond.then()), of(cond.otherwise()), cond.at());
            case Expr.Call call -> call(call);
            default -> nodes.num(0, true);
        };
    }

    private Expr binary(Expr.Binary binary) {
        var a = of(binary.a());
        var b = of(binary.b());
        return switch (binary.op()) {
            case PLUS, MINUS -> nodes.binary(binary.op(), a, b, Position.NONE);
            case TIMES -> nodes.binary(Operator.PLUS, nodes.product(a, binary.b()), nodes.product(binary.a(), b), Position.NONE);
            case DIVIDE -> quotient(binary, a, b);
            case OR_ELSE -> nodes.cond(given(binary.a()), a, b, binary.at());
            default -> nodes.num(0, true);
        };
    }

    private Expr given(Expr name) {
        return nodes.binary(Operator.UNEQUAL, name, nodes.node(new Expr.NullLit(Position.NONE)), Position.NONE);
    }

    /** {@code (a / b)' = (a' - a / b * b') / b}, which shares the quotient. */
    private Expr quotient(Expr.Binary binary, Expr a, Expr b) {
        var numerator = nodes.binary(Operator.MINUS, a, nodes.product(binary, b), Position.NONE);
        return Simplifier.isNum(numerator, 0) ? numerator : nodes.binary(Operator.DIVIDE, numerator, binary.b(), Position.NONE);
    }

    /** A test with the sites in it decided. */
    private Expr decided(Expr test) {
        if (test instanceof Expr.Binary binary && binary.op().isOrder()) {
            return comparison(binary.op(), binary.a(), binary.b());
        }
        if (test instanceof Expr.Binary binary && binary.op().isLogical()) {
            return nodes.binary(binary.op(), decided(binary.a()), decided(binary.b()), binary.at());
        }
        return test instanceof Expr.Unary not ? nodes.unary(Operator.NOT, decided(not.a()), not.at()) : test;
    }

    private Expr comparison(Operator operator, Expr a, Expr b) {
        var tie = tie(a, b);
        if (tie != null && forced) {
            return nodes.bool(Site.holds(operator, tie));
        }
        return nodes.binary(tie == null ? operator : Site.operator(operator, tie), a, b, Position.NONE);
    }

    private Site.@Nullable Tie tie(Expr a, Expr b) {
        for (var entry : ties.entrySet()) {
            var site = entry.getKey();
            if (site.a() == a && site.b() == b) {
                return entry.getValue();
            }
            if (site.a() == b && site.b() == a) {
                return entry.getValue().reversed();
            }
        }
        return null;
    }

    private Expr call(Expr.Call call) {
        var intrinsic = Intrinsic.of(call.function());
        if (intrinsic == null) {
            return nodes.num(0, true);
        }
        return switch (intrinsic) {
            case MIN -> choice(Operator.LESS, call);
            case MAX -> choice(Operator.GREATER, call);
            case ABS -> nodes.product(signOf(call), of(call.args().getFirst()));
            default -> chain(intrinsic, call);
        };
    }

    private Expr choice(Operator operator, Expr.Call call) {
        var a = call.args().get(0);
        var b = call.args().get(1);
        return nodes.cond(comparison(operator, a, b), of(a), of(b), Position.NONE);
    }

    private Expr signOf(Expr.Call abs) {
        var x = abs.args().getFirst();
        var zero = nodes.num(0, true);
        var tie = tie(x, zero);
        if (tie == null) {
            return nodes.call("sign", abs.args(), Position.NONE);
        }
        return nodes.cond(comparison(Operator.LESS, x, zero), nodes.num(-1, true), nodes.num(1, true), Position.NONE);
    }

    private Expr chain(Intrinsic intrinsic, Expr.Call call) {
        Expr total = nodes.num(0, true);
        for (int i = 0; i < intrinsic.arity(); i++) {
            var inner = of(call.args().get(i));
            var text = intrinsic.derivative(i);
            if (text != null && !Simplifier.isNum(inner, 0)) {
                total = nodes.binary(Operator.PLUS, total, nodes.product(outer(text, call), inner), Position.NONE);
            }
        }
        return total;
    }

    private Expr outer(String text, Expr.Call call) {
        Map<String, Expr> bound = new HashMap<>(Map.of("x", call.args().getFirst(), "y", call.args().getLast(), "f", call));
        return nodes.build(parsed(text), bound);
    }

    private static synchronized Expr parsed(String text) {
        return TEXTS.computeIfAbsent(text, Derivative::parse);
    }

    private static Expr parse(String text) {
        var expr = Parser.parse(SourceText.of(text, new SourceFile("", text), 0), new Diagnostics());
        if (expr == null) {
            throw new IllegalStateException("the table of intrinsics holds a derivative that is no expression: " + text);
        }
        return expr;
    }
}
