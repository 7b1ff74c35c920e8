/** Bodies in Java of entries and of their gradients: activations. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.activation;

import org.jspecify.annotations.NullMarked;
