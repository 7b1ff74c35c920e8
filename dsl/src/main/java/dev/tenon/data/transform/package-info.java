/** Changes of samples and batches: of pictures, as torchvision has them, and of sequences. */
@NullMarked
package dev.tenon.data.transform;

import org.jspecify.annotations.NullMarked;
