/** Bodies in Java of entries and of their gradients: normalisations and running statistics. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.norm;

import org.jspecify.annotations.NullMarked;
