/** The devices in use, each with its driver and its memory. */
@NullMarked
package dev.tenon.gpu.device;

import org.jspecify.annotations.NullMarked;
