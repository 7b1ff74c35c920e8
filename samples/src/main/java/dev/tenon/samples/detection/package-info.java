/** A small one-stage detector: one pass over a picture says what is where. */
@NullMarked
package dev.tenon.samples.detection;

import org.jspecify.annotations.NullMarked;
