/** Networks as declarations: every shape is known before anything is allocated. */
@NullMarked
package dev.tenon.nn.declare;

import org.jspecify.annotations.NullMarked;
