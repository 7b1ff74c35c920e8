package dev.tenon.data.vision;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.data.Dataset;
import dev.tenon.io.Idx;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder with the four files of MNIST or of a set of its form, plain or gzip: {@code train-images-idx3-ubyte}, {@code
 * train-labels-idx1-ubyte},
 * {@code t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}.
 *
 * @param folder the folder
 * @see <a href="http://yann.lecun.com/exdb/mnist/">LeCun, Cortes and Burges</a>
 */
public record Mnist(Path folder) {
    private static final List<String> SUFFIXES = List.of("", ".gz");

    /** The training digits. */
    public Dataset train() {
        return read("train");
    }

    /** The test digits. */
    public Dataset test() {
        return read("t10k");
    }

    private Dataset read(String part) {
        var images = Idx.read(file(part, "images-idx3-ubyte"));
        var labelFile = file(part, "labels-idx1-ubyte");
        var labels = Idx.read(labelFile);
        if (images.dtype() != DType.UINT8 || images.rank() != 3 || labels.dtype() != DType.UINT8 || labels.rank() != 1) {
            throw new ArgumentException("mnist: " + folder + ": expected images [n, h, w] and labels [n] of uint8, got " + describe(images)
                + " and " + describe(labels));
        }
        if (images.size(0) != labels.size(0)) {
            throw new ArgumentException("mnist: " + labelFile + ": " + labels.size(0) + " labels for " + images.size(0) + " images");
        }
        return new ImageDataset(images.unsqueeze(1), labels);
    }

    private Path file(String part, String kind) {
        var tried = new ArrayList<String>();
        for (var stem : List.of(part + "-" + kind, part + "-" + kind.replace("-idx", ".idx"))) {
            for (var suffix : SUFFIXES) {
                var file = folder.resolve(stem + suffix);
                if (Files.isRegularFile(file)) {
                    return file;
                }
                tried.add(stem + suffix);
            }
        }
        throw new ArgumentException("mnist: " + folder + " has none of " + tried
            + "\n  try:   the folder that holds the four files of the set");
    }

    private static String describe(Tensor tensor) {
        return tensor.shape() + " " + tensor.dtype();
    }
}
