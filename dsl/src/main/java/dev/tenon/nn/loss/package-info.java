/** Losses as layers, which a trainer takes. Generated from their operators' entries. */
@NullMarked
package dev.tenon.nn.loss;

import org.jspecify.annotations.NullMarked;
