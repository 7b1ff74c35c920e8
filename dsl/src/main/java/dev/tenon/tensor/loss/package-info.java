/** Bodies in Java of entries and of their gradients: losses. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.loss;

import org.jspecify.annotations.NullMarked;
