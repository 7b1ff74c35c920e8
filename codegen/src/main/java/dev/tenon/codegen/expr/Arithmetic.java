package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;

/** The rules of {@link Simplifier} for {@code + - * /} and signs. */
final class Arithmetic {
    private final Simplifier nodes;
    private final boolean loose;

    Arithmetic(Simplifier nodes, boolean loose) {
        this.nodes = nodes;
        this.loose = loose;
    }

    Expr negative(Expr a, Position at) {
        return switch (a) {
            case Expr.Num num when num.isShort() || !num.integral() -> nodes.num(-num.value(), num.integral());
            case Expr.Unary inner when inner.op() == Operator.MINUS -> inner.a();
            case Expr.Binary sub when loose && sub.op() == Operator.MINUS -> difference(sub.b(), sub.a(), at);
            case Expr.Binary mul when loose && mul.op() == Operator.TIMES && mul.a() instanceof Expr.Num c && c.isShort() ->
                product(nodes.num(-c.value(), c.integral()), mul.b(), at);
            default -> nodes.node(new Expr.Unary(Operator.MINUS, a, at));
        };
    }

    Expr sum(Expr a, Expr b, Position at) {
        var folded = a instanceof Expr.Num x && b instanceof Expr.Num y ? nodes.folded(x.value() + y.value(), x, y) : null;
        if (folded != null) {
            return folded;
        }
        if (Simplifier.isNum(a, 0)) {
            return b;
        }
        if (Simplifier.isNum(b, 0)) {
            return a;
        }
        if (loose && isNegative(b)) {
            return difference(a, negative(b, at), at);
        }
        if (loose && isNegative(a)) {
            return difference(b, negative(a, at), at);
        }
        if (loose && a == b) {
            return product(nodes.num(2, true), a, at);
        }
        return shifted(a, b, 1, at, Operator.PLUS);
    }

    Expr difference(Expr a, Expr b, Position at) {
        var folded = a instanceof Expr.Num x && b instanceof Expr.Num y ? nodes.folded(x.value() - y.value(), x, y) : null;
        if (folded != null) {
            return folded;
        }
        if (Simplifier.isNum(b, 0)) {
            return a;
        }
        if (Simplifier.isNum(a, 0)) {
            return negative(b, at);
        }
        if (loose && isNegative(b)) {
            return sum(a, negative(b, at), at);
        }
        return shifted(a, b, -1, at, Operator.MINUS);
    }

    /** {@code (x - c) - d} with whole numbers is {@code x - (c + d)}. */
    private Expr shifted(Expr a, Expr b, int sign, Position at, Operator op) {
        if (loose && b instanceof Expr.Num d && d.integral() && a instanceof Expr.Binary inner && inner.b() instanceof Expr.Num c
            && c.integral() && (inner.op() == Operator.PLUS || inner.op() == Operator.MINUS)) {
            double total = (inner.op() == Operator.PLUS ? c.value() : -c.value()) + sign * d.value();
            return total < 0 ? difference(inner.a(), nodes.num(-total, true), at) : sum(inner.a(), nodes.num(total, true), at);
        }
        return nodes.node(new Expr.Binary(op, a, b, at));
    }

    /** Whether it is a negation, a negative number, or a product with one. */
    private static boolean isNegative(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> num.value() < 0;
            case Expr.Unary unary -> unary.op() == Operator.MINUS;
            case Expr.Binary mul -> mul.op() == Operator.TIMES && mul.a() instanceof Expr.Num c && c.value() < 0;
            default -> false;
        };
    }

    Expr product(Expr a, Expr b, Position at) {
        var folded = a instanceof Expr.Num x && b instanceof Expr.Num y ? nodes.folded(x.value() * y.value(), x, y) : null;
        if (folded != null) {
            return folded;
        }
        if (Simplifier.isNum(a, 1)) {
            return b;
        }
        if (Simplifier.isNum(b, 1)) {
            return a;
        }
        return loose ? looseProduct(a, b, at) : nodes.node(new Expr.Binary(Operator.TIMES, a, b, at));
    }

    private Expr looseProduct(Expr a, Expr b, Position at) {
        if (Simplifier.isNum(a, -1)) {
            return negative(b, at);
        }
        if (b instanceof Expr.Num) {
            return product(b, a, at);
        }
        if (a instanceof Expr.Unary minus && minus.op() == Operator.MINUS) {
            return negative(product(minus.a(), b, at), at);
        }
        if (b instanceof Expr.Unary minus && minus.op() == Operator.MINUS) {
            return negative(product(a, minus.a(), at), at);
        }
        if (b instanceof Expr.Binary mul && mul.op() == Operator.TIMES && mul.a() instanceof Expr.Num c) {
            return a instanceof Expr.Num d ? product(product(d, c, at), mul.b(), at) : product(c, product(a, mul.b(), at), at);
        }
        if (a instanceof Expr.Binary mul && mul.op() == Operator.TIMES && mul.a() instanceof Expr.Num c) {
            return product(c, product(mul.b(), b, at), at);
        }
        if (b instanceof Expr.Binary div && div.op() == Operator.DIVIDE && Simplifier.isNum(div.a(), 1)) {
            return quotient(a, div.b(), at);
        }
        if (a instanceof Expr.Binary div && div.op() == Operator.DIVIDE && Simplifier.isNum(div.a(), 1)) {
            return quotient(b, div.b(), at);
        }
        return nodes.node(new Expr.Binary(Operator.TIMES, a, b, at));
    }

    /** Whole numbers are divided only where the result is whole: in an integer formula the quotient would be cut. */
    Expr quotient(Expr a, Expr b, Position at) {
        if (a instanceof Expr.Num x && b instanceof Expr.Num y && y.value() != 0) {
            double value = x.value() / y.value();
            var folded = nodes.folded(value, x, y);
            if (folded != null && (!(x.integral() && y.integral()) || value == Math.rint(value))) {
                return folded;
            }
        }
        if (Simplifier.isNum(b, 1)) {
            return a;
        }
        if (loose && a instanceof Expr.Unary minus && minus.op() == Operator.MINUS) {
            return negative(quotient(minus.a(), b, at), at);
        }
        return nodes.node(new Expr.Binary(Operator.DIVIDE, a, b, at));
    }
}
