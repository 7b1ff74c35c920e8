/** The trainer: epochs, validation, metrics, history, progress, and checkpoints from which training continues bitwise where it stopped. */
@NullMarked
package dev.tenon.train;

import org.jspecify.annotations.NullMarked;
