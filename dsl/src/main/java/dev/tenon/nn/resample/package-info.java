/** Layers that resample images and move channels to places and back. Generated from their operators' entries. */
@NullMarked
package dev.tenon.nn.resample;

import dev.tenon.nn.registry.Layers;
import org.jspecify.annotations.NullMarked;
