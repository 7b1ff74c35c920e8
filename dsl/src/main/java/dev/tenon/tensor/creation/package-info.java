/** Bodies in Java of entries and of their gradients: tensors from numbers, and places of triangles. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.creation;

import org.jspecify.annotations.NullMarked;
