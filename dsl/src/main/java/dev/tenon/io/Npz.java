package dev.tenon.io;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Named tensors in a file of NumPy's .npz format: a zip archive with a .npy file for each. */
public final class Npz {
    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * All arrays of an archive, compressed or not, in its order. An archive that expands to more than a hundred times its size and more than
     * 64 MiB is refused; {@link #read(Path, long)} reads it. Arrays of an element type that Tenon neither has nor converts (see
     * {@link Npy#read}) are left out, which a logged line says.
     *
     * @throws FileFormatException if it is not a zip archive of .npy files, is damaged, or holds Python objects
     * @throws FileException if it cannot be read
     */
    public static Map<String, Tensor> read(Path file) {
        return read(file, Expansion.limit(OpenFile.attributes(file).size()));
    }

    /**
     * The same with a limit of one's own.
     *
     * @param limit the most bytes that all arrays together may have; checked before memory is taken
     */
    public static Map<String, Tensor> read(Path file, long limit) {
        ZipDirectory.requireModest(file);
        try (var zip = new ZipFile(file.toFile())) {
            var entries = zip.stream().<ZipEntry>map(entry -> entry).toList();
            requireExpansion(file, entries, limit);
            var tensors = new LinkedHashMap<String, Tensor>();
            var names = new HashSet<String>();
            var others = new ArrayList<String>();
            for (var entry : entries) {
                var name = name(file, entry);
                if (!names.add(name)) {
                    throw new FileFormatException("npz", file, 0, "two arrays have the same name", "unique names", name);
                }
                var tensor = read(zip, entry, new Origin("npz", file, entry.getName()));
                if (tensor == null) {
                    others.add(name);
                } else {
                    tensors.put(name, tensor);
                }
            }
            if (!others.isEmpty()) {
                System.getLogger("dev.tenon.io").log(Level.WARNING, "npz: " + file + ": left out " + others.size()
                    + " arrays whose dtype is not one Tenon has, '" + others.getFirst() + "' the first of them");
            }
            return tensors;
        } catch (ZipException e) {
            throw new FileFormatException("npz", file, 0, "the zip archive is damaged", "a zip archive", e.getMessage());
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    private static String name(Path file, ZipEntry entry) {
        if (!entry.getName().endsWith(SUFFIX)) {
            throw new FileFormatException("npz", file, 0, "an entry of the archive is not an array", "a name that ends in .npy",
                entry.getName());
        }
        return entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
    }

    /** Entries that overlap, or say they hold what they cannot, are how a small archive fills a memory. */
    private static void requireExpansion(Path file, List<ZipEntry> entries, long limit) {
        long fileBytes = OpenFile.attributes(file).size();
        long packed = 0;
        long expanded = 0;
        for (var entry : entries) {
            var origin = new Origin("npz", file, entry.getName());
            if (entry.getSize() < 0 || entry.getCompressedSize() < 0
                || !Expansion.isPossible(entry.getCompressedSize(), entry.getSize())) {
                throw origin.wrong(0, "the archive says of it what cannot be", "sizes that deflate can reach", entry.getSize()
                    + " bytes of " + entry.getCompressedSize() + " compressed");
            }
            packed += entry.getCompressedSize();
            if (packed < 0 || packed > fileBytes) {
                throw origin.wrong(0, "the entries overlap or lie outside the file", "at most " + fileBytes + " bytes of them", packed);
            }
            if (entry.getSize() > limit - expanded) {
                throw origin.wrong(0,
                    "the archive expands to more than the limit\n  try:   read(file, limit) with a larger one, if the archive"
                        + " comes from whom you trust",
                    "at most " + limit + " bytes", "more");
            }
            expanded += entry.getSize();
        }
    }

    /** The array of an entry, or null where Tenon has no such dtype. */
    private static @Nullable Tensor read(ZipFile zip, ZipEntry entry, Origin origin) throws IOException {
        try (var in = new CheckedInputStream(new BufferedInputStream(zip.getInputStream(entry)), new CRC32())) {
            var input = new NpyInput(origin, in, entry.getSize());
            var header = input.header();
            if (header.type() == null && !header.isObjects()) {
                return null;
            }
            var tensor = input.read(header);
            if (entry.getCrc() != in.getChecksum().getValue()) {
                throw origin.wrong(0, "the data is damaged", "checksum " + Long.toHexString(entry.getCrc()),
                    Long.toHexString(in.getChecksum().getValue()));
            }
            return tensor;
        } catch (EOFException | ZipException e) {
            throw origin.wrong(0, "the compressed data is damaged", "deflate's format", e.getMessage());
        }
    }

    /**
     * Writes tensors uncompressed, as {@code numpy.savez} does. The file appears complete or not at all.
     *
     * @throws ArgumentException if a name is not one that an archive can hold, such as one that leads out of a folder; nothing is written then
     * @throws FileException if the file cannot be written
     */
    public static void write(Path file, Map<String, Tensor> tensors) {
        write(file, tensors, false);
    }

    /** {@link #write}, compressed as {@code numpy.savez_compressed} does it. */
    public static void writeCompressed(Path file, Map<String, Tensor> tensors) {
        write(file, tensors, true);
    }

    private static void write(Path file, Map<String, Tensor> tensors, boolean compressed) {
        TensorNames.requireForNpz(file, tensors, SUFFIX);
        AtomicFile.write(file, channel -> {
            // Closed for what its compressor holds; the channel is the caller's.
            try (var zip = new ZipOutputStream(new OpenStream(Channels.newOutputStream(channel)))) {
                for (var named : tensors.entrySet()) {
                    zip.putNextEntry(
                        compressed ? new ZipEntry(named.getKey() + SUFFIX) : stored(named.getKey() + SUFFIX, named.getValue()));
                    NpyOutput.write(zip, named.getValue());
                    zip.closeEntry();
                }
            }
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
