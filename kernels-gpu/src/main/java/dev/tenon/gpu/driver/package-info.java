/** One GPU behind a small interface, with two implementations: NVIDIA's libraries, and an emulator that runs the same sources on the CPU. */
@NullMarked
package dev.tenon.gpu.driver;

import org.jspecify.annotations.NullMarked;
