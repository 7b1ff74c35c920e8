/** Sets of pictures in the files they are published in. */
@NullMarked
package dev.tenon.data.vision;

import org.jspecify.annotations.NullMarked;
