/** Bodies in Java of entries and of their gradients: attention and its gradients. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.attention;

import org.jspecify.annotations.NullMarked;
