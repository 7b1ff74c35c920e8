/** Kernels in CUDA C++, what is passed to them, and the provider that launches them. */
@NullMarked
package dev.tenon.codegen.emit.cuda;

import org.jspecify.annotations.NullMarked;
