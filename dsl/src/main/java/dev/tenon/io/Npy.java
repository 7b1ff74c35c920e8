package dev.tenon.io;

import dev.tenon.core.DType;
import dev.tenon.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One tensor in a file of NumPy's .npy format. A {@link DType#BFLOAT16}, which NumPy has not, is stored as {@code <V2}; there
 * {@code np.load(file).view(ml_dtypes.bfloat16)} makes it what it was.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
public final class Npy {
    private Npy() {}

    /**
     * The array of a file of version 1, 2 or 3, row-major on the CPU, whatever the order of its bytes and indices in the file. Unsigned
     * integers of 16 bits become int32, those of 32 and 64 bits int64.
     *
     * @throws FileFormatException if it is not a valid .npy file, holds structures, Python objects or a dtype that Tenon has not, or an
     *     unsigned integer that int64 cannot hold
     * @throws FileException if it cannot be read
     */
    public static Tensor read(Path file) {
        var size = OpenFile.attributes(file).size();
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return new NpyInput(new Origin("npy", file), in, size).read();
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /**
     * Writes a tensor. The file appears complete or not at all.
     *
     * @throws FileException if the file cannot be written
     */
    public static void write(Path file, Tensor tensor) {
        AtomicFile.write(file, channel -> NpyOutput.write(Channels.newOutputStream(channel), tensor));
    }
}
