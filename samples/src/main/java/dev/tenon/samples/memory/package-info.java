/** Memory under races and pressure: what must hold whatever threads, scopes and the collector do. */
@NullMarked
package dev.tenon.samples.memory;

import org.jspecify.annotations.NullMarked;
