package dev.tenon.samples.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a run is: the number of a call, and which of its simpler forms, one choice after another.
 *
 * @param choices of each step of {@link Call#simpler}, the one that was taken
 */
record Place(long index, List<Integer> choices) {
    private static final int BYTES = 4096;

    @Override
    public String toString() {
        return index + choices.stream().map(choice -> "." + choice).collect(Collectors.joining());
    }

    static Place parse(String text) {
        var parts = Arrays.asList(text.split("\\."));
        return new Place(Long.parseLong(parts.getFirst()), parts.subList(1, parts.size()).stream().map(Integer::valueOf).toList());
    }

    /** A file that outlives the process which writes it, whatever ends that. */
    static MappedByteBuffer file(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
        }
    }

    void write(MappedByteBuffer file) {
        var bytes = toString().getBytes(StandardCharsets.US_ASCII);
        file.put(0, bytes).put(bytes.length, (byte) '\n');
    }

    /** What was last written to a file; another place where nothing was. */
    static Place read(Path file, Place otherwise) {
        if (!Files.exists(file)) {
            return otherwise;
        }
        try {
            var text = Files.readString(file, StandardCharsets.US_ASCII);
            int end = text.indexOf('\n');
            return end < 0 ? otherwise : parse(text.substring(0, end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
