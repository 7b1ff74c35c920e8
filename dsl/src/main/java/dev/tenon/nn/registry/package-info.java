/** Layers by PyTorch's class names. */
@NullMarked
package dev.tenon.nn.registry;

import org.jspecify.annotations.NullMarked;
