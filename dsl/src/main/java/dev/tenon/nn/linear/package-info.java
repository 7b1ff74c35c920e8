/** Linear and bilinear maps. */
@NullMarked
package dev.tenon.nn.linear;

import org.jspecify.annotations.NullMarked;
