/** Pictures from files. */
@NullMarked
package dev.tenon.data.image;

import org.jspecify.annotations.NullMarked;
