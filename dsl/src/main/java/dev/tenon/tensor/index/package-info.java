/** Bodies in Java of entries and of their gradients: indexing, and writing to what an index names. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.index;

import org.jspecify.annotations.NullMarked;
