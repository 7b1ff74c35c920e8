/** Which samples an epoch has, in which order and in which batches. */
@NullMarked
package dev.tenon.data.sampler;

import org.jspecify.annotations.NullMarked;
