/** Optimizers: the record of settings, and the operator of a step. */
@NullMarked
package dev.tenon.codegen.emit.update;

import org.jspecify.annotations.NullMarked;
