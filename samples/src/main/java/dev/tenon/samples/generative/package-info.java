/** Models that make what they have seen: an autoencoder, plain and variational, and two networks that play against each other. */
@NullMarked
package dev.tenon.samples.generative;

import org.jspecify.annotations.NullMarked;
