/** Layers made of operators: classes, options, the methods that make them, and their rows in the registry. */
@NullMarked
package dev.tenon.codegen.emit.layers;

import org.jspecify.annotations.NullMarked;
