/** Layers, and the builder that declares networks of them with every shape checked as it is written. */
@NullMarked
package dev.tenon.nn;

import dev.tenon.nn.registry.Layers;
import org.jspecify.annotations.NullMarked;
