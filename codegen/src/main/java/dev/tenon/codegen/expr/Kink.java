package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;

/**
 * A place where a formula has no derivative, {@code left == right}, and the subgradient that is returned there, for every tensor
 * parameter that the condition names.
 */
public record Kink(Expr left, Expr right, Expr subgradient, Position at) {
    /** The place as it is written. */
    public String text() {
        return Printer.print(left) + " == " + Printer.print(right);
    }
}
