/** Recurrent layers and cells, and sequences of several lengths. */
@NullMarked
package dev.tenon.nn.recurrent;

import org.jspecify.annotations.NullMarked;
