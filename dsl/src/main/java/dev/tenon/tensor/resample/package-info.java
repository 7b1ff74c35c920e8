/** Bodies in Java of entries and of their gradients: resizing and sampling of images. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.resample;

import org.jspecify.annotations.NullMarked;
