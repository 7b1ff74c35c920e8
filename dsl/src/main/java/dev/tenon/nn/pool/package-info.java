/** Maxima and means of windows as layers. Generated from their operators' entries. */
@NullMarked
package dev.tenon.nn.pool;

import org.jspecify.annotations.NullMarked;
