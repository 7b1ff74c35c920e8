/** Pictures of tensors, and charts of numbers, as SVG and PNG. */
@NullMarked
package dev.tenon.plot;

import org.jspecify.annotations.NullMarked;
