/** Bodies in Java of entries and of their gradients: embeddings, and bags of them. The operators in {@link dev.tenon.tensor.Ops} call them with what they have checked. */
@NullMarked
package dev.tenon.tensor.embedding;

import org.jspecify.annotations.NullMarked;
