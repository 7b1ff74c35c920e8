/** The library's side of the side-by-side benchmark; see {@code docs/benchmarks.md}. */
@NullMarked
package dev.tenon.samples.bench;

import org.jspecify.annotations.NullMarked;
