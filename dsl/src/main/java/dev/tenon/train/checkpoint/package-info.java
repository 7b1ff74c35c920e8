/** The files of checkpoints: written as a whole, with a checksum, and read without believing anything. */
@NullMarked
package dev.tenon.train.checkpoint;

import org.jspecify.annotations.NullMarked;
