/** Layers that leave out elements and channels at random. Generated from their operators' entries. */
@NullMarked
package dev.tenon.nn.dropout;

import dev.tenon.nn.registry.Layers;
import org.jspecify.annotations.NullMarked;
