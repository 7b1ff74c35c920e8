/** Expressions over tensors, in the bodies of composites and in gradient rules, as calls of operators. */
@NullMarked
package dev.tenon.codegen.emit.body;

import org.jspecify.annotations.NullMarked;
