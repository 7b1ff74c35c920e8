/** Threads, temporary memory, memory by address, and what a thread computes in. */
@NullMarked
package dev.tenon.cpu.engine;

import org.jspecify.annotations.NullMarked;
