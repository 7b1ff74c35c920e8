/** Convolutions, and windows of images as columns. */
@NullMarked
package dev.tenon.nn.conv;

import org.jspecify.annotations.NullMarked;
