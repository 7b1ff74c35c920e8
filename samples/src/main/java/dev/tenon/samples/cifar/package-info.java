/** A residual network on small colour pictures. */
@NullMarked
package dev.tenon.samples.cifar;

import org.jspecify.annotations.NullMarked;
