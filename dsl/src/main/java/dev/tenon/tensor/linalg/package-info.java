/** Bodies in Java of entries and of their gradients: factorisations, what is made of them, and their gradients. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.linalg;

import org.jspecify.annotations.NullMarked;
