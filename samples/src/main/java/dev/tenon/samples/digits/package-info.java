/** Handwritten digits: drawing some, and learning to read them. */
@NullMarked
package dev.tenon.samples.digits;

import org.jspecify.annotations.NullMarked;
