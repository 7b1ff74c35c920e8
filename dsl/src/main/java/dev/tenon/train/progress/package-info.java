/** How a training goes, shown as a bar on a terminal and as lines elsewhere. */
@NullMarked
package dev.tenon.train.progress;

import org.jspecify.annotations.NullMarked;
