package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds nodes of a graph, the simplest that mean the same. Strict rules keep every bit of a user's formula; loose ones, for
 * derivatives, also move constants and signs, which may change a rounding.
 */
final class Simplifier {
    private final Dag dag;
    private final boolean loose;
    private final Arithmetic arithmetic;

    Simplifier(Dag dag, boolean loose) {
        this.dag = dag;
        this.loose = loose;
        this.arithmetic = new Arithmetic(this, loose);
    }

    /** Builds an expression bottom up, with these names replaced by nodes. */
    Expr build(Expr expr, Map<String, Expr> bound) {
        return switch (expr) {
            case Expr.Name name -> {
                var value = bound.get(name.name());
                yield value != null ? value : dag.intern(expr);
            }
            case Expr.Let let -> {
                var inner = new HashMap<>(bound);
                inner.put(let.name(), build(let.value(), bound));
                yield build(let.body(), inner);
            }
            case Expr.Unary unary -> unary(unary.op(), build(unary.a(), bound), unary.at());
            case Expr.Binary binary -> binary(binary.op(), build(binary.a(), bound), build(binary.b(), bound), binary.at());
            case Expr.Cond cond -> cond(build(cond.test(), bound), build(cond.then(), bound), build(cond.otherwise(), bound), cond.at());
            case Expr.Call call when Series.of(call.function()) != null && call.args().size() >= Series.FEWEST -> series(call, bound);
            case Expr.Call call when Intrinsic.of(call.function()) != null ->
                call(call.function(), call.args().stream().map(arg -> build(arg, bound)).toList(), call.at());
            default -> dag.intern(ExprTree.map(expr, part -> build(part, bound)));
        };
    }

    /** By Horner's rule. */
    private Expr series(Expr.Call call, Map<String, Expr> bound) {
        var x = build(call.args().getFirst(), bound);
        var powers = Series.powersOf(call);
        var sum = num(powers[powers.length - 1], false);
        for (int k = powers.length - 2; k >= 0; k--) {
            sum = binary(powers[k] < 0 ? Operator.MINUS : Operator.PLUS, product(sum, x), num(Math.abs(powers[k]), false), call.at());
        }
        return sum;
    }

    Expr num(double value, boolean integral) {
        boolean whole = integral && value == Math.rint(value) && Math.abs(value) < 0x1p53;
        return dag.intern(new Expr.Num(whole && value == 0 ? 0 : value, whole, Position.NONE));
    }

    /** The outcome of arithmetic on two numbers; null where more than 53 bits take part, which the types that compute it keep or drop. */
    @Nullable Expr folded(double value, Expr.Num x, Expr.Num y) {
        boolean integral = x.integral() && y.integral();
        return integral && !(x.isShort() && y.isShort() && Math.abs(value) < 0x1p53) ? null : num(value, integral);
    }

    Expr bool(boolean value) {
        return dag.intern(new Expr.Bool(value, Position.NONE));
    }

    Expr node(Expr expr) {
        return dag.intern(expr);
    }

    static boolean isNum(Expr expr, double value) {
        return expr instanceof Expr.Num num && num.value() == value;
    }

    Expr unary(Operator op, Expr a, Position at) {
        if (op == Operator.MINUS) {
            return arithmetic.negative(a, at);
        }
        return switch (a) {
            case Expr.Bool bool -> bool(!bool.value());
            case Expr.Unary inner when inner.op() == Operator.NOT -> inner.a();
            case Expr.Binary equal when equal.op() == Operator.EQUAL -> binary(Operator.UNEQUAL, equal.a(), equal.b(), equal.at());
            case Expr.Binary unequal when unequal.op() == Operator.UNEQUAL ->
                binary(Operator.EQUAL, unequal.a(), unequal.b(), unequal.at());
            default -> dag.intern(new Expr.Unary(op, a, at));
        };
    }

    Expr binary(Operator op, Expr a, Expr b, Position at) {
        return switch (op) {
            case PLUS -> arithmetic.sum(a, b, at);
            case MINUS -> arithmetic.difference(a, b, at);
            case TIMES -> arithmetic.product(a, b, at);
            case DIVIDE -> arithmetic.quotient(a, b, at);
            case AND -> logical(op, a, b, at, true);
            case OR -> logical(op, a, b, at, false);
            case OR_ELSE -> a instanceof Expr.NullLit ? b : a instanceof Expr.Num ? a : dag.intern(new Expr.Binary(op, a, b, at));
            default -> comparison(op, a, b, at);
        };
    }

    private Expr logical(Operator op, Expr a, Expr b, Position at, boolean neutral) {
        if (a instanceof Expr.Bool bool) {
            return bool.value() == neutral ? b : a;
        }
        if (b instanceof Expr.Bool bool) {
            return bool.value() == neutral ? a : b;
        }
        return a == b ? a : dag.intern(new Expr.Binary(op, a, b, at));
    }

    private Expr comparison(Operator op, Expr a, Expr b, Position at) {
        if (a instanceof Expr.Num x && b instanceof Expr.Num y && x.isShort() && y.isShort()) {
            return bool(Evaluator.apply(op, x.value(), y.value()) != 0);
        }
        if (a instanceof Expr.Bool x && b instanceof Expr.Bool y && !op.isOrder()) {
            return bool(x.value() == y.value() == (op == Operator.EQUAL));
        }
        return dag.intern(new Expr.Binary(op, a, b, at));
    }

    Expr cond(Expr test, Expr then, Expr otherwise, Position at) {
        if (test instanceof Expr.Bool bool) {
            return bool.value() ? then : otherwise;
        }
        if (test instanceof Expr.Unary not && not.op() == Operator.NOT) {
            return cond(not.a(), otherwise, then, at);
        }
        var thenPart = then instanceof Expr.Cond inner && inner.test() == test ? inner.then() : then;
        var otherPart = otherwise instanceof Expr.Cond inner && inner.test() == test ? inner.otherwise() : otherwise;
        if (thenPart == otherPart) {
            return thenPart;
        }
        if (thenPart instanceof Expr.Bool x && otherPart instanceof Expr.Bool) {
            return x.value() ? test : unary(Operator.NOT, test, at);
        }
        return dag.intern(new Expr.Cond(test, thenPart, otherPart, at));
    }

    /** 0 if one factor is; the loose product otherwise. */
    Expr product(Expr a, Expr b) {
        return isNum(a, 0) || isNum(b, 0) ? num(0, true) : binary(Operator.TIMES, a, b, Position.NONE);
    }

    Expr call(String function, List<Expr> args, Position at) {
        var folded = fold(function, args);
        if (folded != null) {
            return folded;
        }
        var first = args.getFirst();
        return switch (function) {
            case "square" -> binary(Operator.TIMES, first, first, at);
            case "reciprocal" -> binary(Operator.DIVIDE, num(1, true), first, at);
            case "pow" -> power(first, args.get(1), at);
            case "abs" -> first instanceof Expr.Call inner && inner.function().equals("abs") ? first
                : first instanceof Expr.Unary minus ? call(function, List.of(minus.a()), at) : interned(function, args, at);
            case "min", "max" -> first == args.get(1) ? first : interned(function, args, at);
            default -> interned(function, args, at);
        };
    }

    private Expr interned(String function, List<Expr> args, Position at) {
        return dag.intern(new Expr.Call(function, List.copyOf(args), Map.of(), at));
    }

    /** The value of a function of numbers, where it is finite. */
    private @Nullable Expr fold(String function, List<Expr> args) {
        var intrinsic = Intrinsic.of(function);
        var numbers = new ArrayList<Expr.Num>();
        for (var arg : args) {
            if (!(arg instanceof Expr.Num number)) {
                return null;
            }
            numbers.add(number);
        }
        if (intrinsic == null || intrinsic.bitwise() || numbers.size() != intrinsic.arity()) {
            return null;
        }
        double value = intrinsic.apply(numbers.getFirst().value(), numbers.getLast().value());
        if (intrinsic.truth()) {
            return bool(value != 0);
        }
        return Double.isFinite(value) ? folded(value, numbers.getFirst(), numbers.getLast()) : null;
    }

    private Expr power(Expr base, Expr exponent, Position at) {
        if (isNum(exponent, 0)) {
            return num(1, true);
        }
        if (isNum(exponent, 1)) {
            return base;
        }
        if (isNum(exponent, 2)) {
            return binary(Operator.TIMES, base, base, at);
        }
        if (loose && isNum(exponent, 3)) {
            return binary(Operator.TIMES, binary(Operator.TIMES, base, base, at), base, at);
        }
        return loose && isNum(exponent, -1) ? binary(Operator.DIVIDE, num(1, true), base, at)
            : interned("pow", List.of(base, exponent), at);
    }
}
