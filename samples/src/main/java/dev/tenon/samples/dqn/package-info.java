/** Reinforcement learning: a pole is kept upright by a network that learns from what it tries. */
@NullMarked
package dev.tenon.samples.dqn;

import org.jspecify.annotations.NullMarked;
