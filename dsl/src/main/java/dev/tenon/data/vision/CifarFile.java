package dev.tenon.data.vision;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.data.Dataset;
import dev.tenon.io.FileException;
import dev.tenon.io.FileFormatException;
import dev.tenon.tensor.Creation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of records of one form: labels of a byte each, then a picture of 3 by 32 by 32 bytes. */
final class CifarFile {
    private static final int PICTURE = 3 * 32 * 32;

    private CifarFile() {}

    /**
     * Reads files one after another.
     *
     * @param labels how many a record has
     * @param label which of them is the target
     * @param classes how many there are
     */
    static Dataset read(List<Path> files, int labels, int label, int classes) {
        long images = 0;
        for (var file : files) {
            images += records(file, labels + PICTURE);
        }
        var pictures = Creation.empty(DType.UINT8, Device.CPU, images, 3, 32, 32);
        var targets = new byte[Math.toIntExact(images)];
        int at = 0;
        for (var file : files) {
            int from = at;
            var read = new int[1];
            pictures.useSegment(memory -> read[0] = copy(file, labels, label, classes, memory, targets, from));
            at += read[0];
        }
        return new ImageDataset(pictures, Creation.of(MemorySegment.ofArray(targets), DType.UINT8, Device.CPU, images));
    }

    private static long records(Path file, int record) {
        try {
            long bytes = Files.size(file);
            if (bytes == 0 || bytes % record != 0) {
                throw new FileFormatException("cifar", file, bytes, "the length is not that of whole records", "a multiple of " + record,
                    bytes);
            }
            return bytes / record;
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    private static int copy(Path file, int labels, int label, int classes, MemorySegment pictures, byte[] targets, int first) {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            int image = first;
            for (var head = in.readNBytes(labels); head.length > 0; head = in.readNBytes(labels)) {
                var picture = in.readNBytes(PICTURE);
                if (picture.length < PICTURE || image == targets.length) {
                    throw new FileException("cannot read " + file + ": its length changed meanwhile");
                }
                if ((head[label] & 0xFF) >= classes) {
                    long at = (image - first) * (long) (labels + PICTURE) + label;
                    throw new FileFormatException("cifar", file, at, "the class is out of range", "less than " + classes,
                        head[label] & 0xFF);
                }
                targets[image] = head[label];
                MemorySegment.copy(picture, 0, pictures, ValueLayout.JAVA_BYTE, (long) image * PICTURE, PICTURE);
                image++;
            }
            return image - first;
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /** The folder itself, or the one in it that the archive makes. */
    static Path file(Path folder, String archive, String name) {
        for (var place : List.of(folder, folder.resolve(archive))) {
            if (Files.isRegularFile(place.resolve(name))) {
                return place.resolve(name);
            }
        }
        throw new ArgumentException(
            "cifar: " + folder + " has no " + name + ", nor has " + archive + " in it\n  try:   the folder that the "
                + "binary version of the set was unpacked to");
    }
}
