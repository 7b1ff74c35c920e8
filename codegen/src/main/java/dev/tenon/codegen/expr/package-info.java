/** The op-spec's expression language: its syntax, types, simplification, derivatives and the one table of intrinsics. */
@NullMarked
package dev.tenon.codegen.expr;

import org.jspecify.annotations.NullMarked;
