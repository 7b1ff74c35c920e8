/** Trainings small enough for a test: what they reach, what they leave behind, and how they continue. */
@NullMarked
package dev.tenon.samples.training;

import org.jspecify.annotations.NullMarked;
