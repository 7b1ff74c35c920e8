package dev.tenon.codegen.expr;

/** A common part of expressions that is computed once: {@code t1 = value}. */
public record Assign(String name, Expr value) {}
