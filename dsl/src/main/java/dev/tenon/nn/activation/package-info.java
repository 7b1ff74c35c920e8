/** Activation functions as layers; those without state are generated from their operators' entries. */
@NullMarked
package dev.tenon.nn.activation;

import org.jspecify.annotations.NullMarked;
