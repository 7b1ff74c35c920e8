package dev.tenon.io;

import dev.tenon.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Named tensors in a file of NumPy's .npz format: a zip archive with a .npy file for each. */
public final class Npz {
    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * All arrays of an archive, compressed or not, in its order.
     *
     * @throws FileFormatException if it is not a zip archive of .npy files
     * @throws UncheckedIOException if it cannot be read
     */
    public static Map<String, Tensor> read(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            var tensors = new LinkedHashMap<String, Tensor>();
            for (var entry : zip.stream().toList()) {
                if (!entry.getName().endsWith(SUFFIX)) {
                    throw new FileFormatException("npz", file, 0, "an entry of the archive is not an array", "a name that ends in .npy",
                        entry.getName());
                }
                var name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
                try (var in = new BufferedInputStream(zip.getInputStream(entry))) {
                    if (tensors.put(name, new NpyInput(file.resolveSibling(file.getFileName() + "!" + entry.getName()), in, entry.getSize())
                        .read()) != null) {
                        throw new FileFormatException("npz", file, 0, "two arrays have the same name", "unique names", name);
                    }
                }
            }
            return tensors;
        } catch (ZipException e) {
            throw new FileFormatException("npz", file, 0, "the zip archive is damaged", "a zip archive", e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }

    /** Writes tensors uncompressed, as {@code numpy.savez} does. The file appears complete or not at all. */
    public static void write(Path file, Map<String, Tensor> tensors) {
        write(file, tensors, false);
    }

    /** Writes tensors compressed, as {@code numpy.savez_compressed} does. The file appears complete or not at all. */
    public static void writeCompressed(Path file, Map<String, Tensor> tensors) {
        write(file, tensors, true);
    }

    private static void write(Path file, Map<String, Tensor> tensors, boolean compressed) {
        AtomicFile.write(file, channel -> {
            var zip = new ZipOutputStream(Channels.newOutputStream(channel));
            for (var named : tensors.entrySet()) {
                zip.putNextEntry(compressed ? new ZipEntry(named.getKey() + SUFFIX) : stored(named.getKey() + SUFFIX, named.getValue()));
                NpyOutput.write(zip, named.getValue());
                zip.closeEntry();
            }
            zip.finish();
        });
    }

    /** An entry without compression, whose checksum stands before its content. */
    private static ZipEntry stored(String name, Tensor tensor) throws IOException {
        var checksum = new CRC32();
        NpyOutput.write(new CheckedOutputStream(OutputStream.nullOutputStream(), checksum), tensor);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(NpyOutput.size(tensor));
        entry.setCrc(checksum.getValue());
        return entry;
    }
}
