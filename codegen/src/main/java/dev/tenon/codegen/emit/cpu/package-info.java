/** Kernels in Java, scalar and by vectors. */
@NullMarked
package dev.tenon.codegen.emit.cpu;

import org.jspecify.annotations.NullMarked;
