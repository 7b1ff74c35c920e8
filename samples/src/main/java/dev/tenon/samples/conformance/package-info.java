/** Runs cases that PyTorch computed and compares every value; see {@code docs/architecture.md}, section "Proof". */
@NullMarked
package dev.tenon.samples.conformance;

import org.jspecify.annotations.NullMarked;
