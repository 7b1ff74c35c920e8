/** Recurrent layers in ordinary operators. */
@NullMarked
package dev.tenon.tensor.recurrent;

import org.jspecify.annotations.NullMarked;
