/** Bodies in Java of entries and of their gradients: sorting, medians and lookups. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.sort;

import org.jspecify.annotations.NullMarked;
