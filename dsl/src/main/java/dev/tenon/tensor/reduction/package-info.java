/** Bodies in Java of entries and of their gradients: reductions, histograms, and gradients that several topics share. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.reduction;

import org.jspecify.annotations.NullMarked;
