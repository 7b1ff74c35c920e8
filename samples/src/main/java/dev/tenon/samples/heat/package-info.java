/** A differential equation solved by a network that is trained to fulfil it. */
@NullMarked
package dev.tenon.samples.heat;

import org.jspecify.annotations.NullMarked;
