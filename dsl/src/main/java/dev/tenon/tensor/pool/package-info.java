/** Bodies in Java of entries and of their gradients: pooling of volumes, and its inverse. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.pool;

import org.jspecify.annotations.NullMarked;
