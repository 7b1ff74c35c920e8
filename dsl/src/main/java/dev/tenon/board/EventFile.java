package dev.tenon.board;

import dev.tenon.io.FileException;
import dev.tenon.io.ProtoMessage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records, each with its length and two checksums: TensorFlow's record format. A record that was cut off by the end of the process
 * is left out by readers.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details">the format</a>
 */
final class EventFile implements AutoCloseable {
    private static final int MASK_DELTA = 0xa282ead8;

    private final Path file;
    private final OutputStream out;
    private boolean closed;

    EventFile(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // A name that is taken is another run's: it is not written into.
            this.out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw FileException.writing(file, e);
        }
    }

    synchronized void write(ProtoMessage event) {
        var data = event.toByteArray();
        var length = buffer(Long.BYTES).putLong(data.length).array();
        try {
            out.write(length);
            out.write(buffer(Integer.BYTES).putInt(masked(length)).array());
            out.write(data);
            out.write(buffer(Integer.BYTES).putInt(masked(data)).array());
        } catch (IOException e) {
            throw FileException.writing(file, e);
        }
    }

    synchronized void flush() {
        if (closed) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            throw FileException.writing(file, e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
        } catch (IOException e) {
            throw FileException.writing(file, e);
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A checksum of a text that may contain checksums itself: turned and shifted, as the format wants it. */
    private static int masked(byte[] data) {
        var crc = new CRC32C();
        crc.update(data);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
