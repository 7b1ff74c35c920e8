/** Bodies in Java of entries and of their gradients: shapes, views, joining and splitting. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.shape;

import org.jspecify.annotations.NullMarked;
