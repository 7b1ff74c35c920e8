/** Bodies in Java of entries and of their gradients: convolutions, and windows as columns. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.conv;

import org.jspecify.annotations.NullMarked;
