/** Files: safetensors for weights and checkpoints, NumPy's .npy and .npz, IDX for the MNIST family. Readers check everything before they allocate. */
@NullMarked
package dev.tenon.io;

import org.jspecify.annotations.NullMarked;
