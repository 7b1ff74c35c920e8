/** Tensors as users see them: indices, in-place changes, storage, random numbers. */
@NullMarked
package dev.tenon.samples.tensor;

import org.jspecify.annotations.NullMarked;
