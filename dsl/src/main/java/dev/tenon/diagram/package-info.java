/** Pictures of what networks and gradients are made of: {@link dev.tenon.diagram.Diagram}, {@link dev.tenon.diagram.AutogradGraph}. */
@NullMarked
package dev.tenon.diagram;

import org.jspecify.annotations.NullMarked;
