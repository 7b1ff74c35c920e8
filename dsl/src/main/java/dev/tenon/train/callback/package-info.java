/** What a training may do besides its steps: note, watch, stop, keep checkpoints, write its history. */
@NullMarked
package dev.tenon.train.callback;

import org.jspecify.annotations.NullMarked;
