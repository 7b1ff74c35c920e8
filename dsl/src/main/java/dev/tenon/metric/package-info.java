/** Measures of outputs against targets over many batches, whatever the batches' sizes; each count fits into a checkpoint. */
@NullMarked
package dev.tenon.metric;

import org.jspecify.annotations.NullMarked;
