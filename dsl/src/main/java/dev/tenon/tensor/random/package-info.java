/** Bodies in Java of entries and of their gradients: random numbers and places. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.random;

import org.jspecify.annotations.NullMarked;
