/** Layers that only change shapes, and paddings. Generated from their operators' entries. */
@NullMarked
package dev.tenon.nn.shape;

import dev.tenon.nn.registry.Layers;
import org.jspecify.annotations.NullMarked;
