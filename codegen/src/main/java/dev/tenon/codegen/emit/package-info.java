/** Writes Java, CUDA, test and reference text from specs: one emitter per target, one method per generated member. */
@NullMarked
package dev.tenon.codegen.emit;

import org.jspecify.annotations.NullMarked;
