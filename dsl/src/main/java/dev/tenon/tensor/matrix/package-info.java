/** Bodies in Java of entries and of their gradients: products and distances of vectors and matrices. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.matrix;

import org.jspecify.annotations.NullMarked;
