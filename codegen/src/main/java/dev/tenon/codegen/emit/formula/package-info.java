/** Formulas of one element made ready for kernels, in Java and CUDA C++, and what they read that is the same for every element. */
@NullMarked
package dev.tenon.codegen.emit.formula;

import org.jspecify.annotations.NullMarked;
