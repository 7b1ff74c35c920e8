package dev.tenon.io;

import dev.tenon.core.ArgumentException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A file that threads read from at any place. It is read and not mapped: where a mapped file is cut short by another process, the JVM may
 * die.
 */
final class OpenFile implements AutoCloseable {
    private static final long LARGEST_READ = 1 << 26;

    private final String format;
    private final Path file;
    private final BasicFileAttributes attributes;
    private FileChannel channel;
    private boolean closed;

    private OpenFile(String format, Path file, BasicFileAttributes attributes, FileChannel channel) {
        this.format = format;
        this.file = file;
        this.attributes = attributes;
        this.channel = channel;
    }

    static OpenFile of(String format, Path file) {
        var attributes = attributes(file);
        try {
            return new OpenFile(format, file, attributes, FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /** What the system says of a file that can be read from its start to its end. */
    static BasicFileAttributes attributes(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new FileException("cannot read " + file + ": it is a folder\n  try:   one of the files in it");
            }
            if (!attributes.isRegularFile()) {
                throw new FileException("cannot read " + file + ": it is a device or a pipe\n  try:   a copy of its content in a file");
            }
            return attributes;
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /** How long the file was when it was opened. */
    long size() {
        return attributes.size();
    }

    /** Fills the memory with what the file holds from {@code position} on. */
    void read(long position, MemorySegment into) {
        for (long done = 0; done < into.byteSize();) {
            var part = into.asSlice(done, Math.min(LARGEST_READ, into.byteSize() - done)).asByteBuffer();
            int count = read(position + done, part);
            if (count < 0) {
                throw new FileFormatException(format, file, position + done, "the file became shorter while it was open",
                    into.byteSize() - done + " more bytes", "the end of the file");
            }
            done += count;
        }
    }

    private int read(long position, ByteBuffer into) {
        while (true) {
            try {
                return channel().read(into, position);
            } catch (ClosedByInterruptException e) {
                throw FileException.reading(file, e);
            } catch (ClosedChannelException _) {
                continue; // the interrupt of another thread closed the channel, or it was closed for good, which the next turn says
            } catch (IOException e) {
                throw FileException.reading(file, e);
            }
        }
    }

    private synchronized FileChannel channel() throws IOException {
        if (closed) {
            throw new ArgumentException("cannot read " + file + ": it was closed\n  try:   reading before close()");
        }
        if (!channel.isOpen()) {
            channel = opened();
        }
        return channel;
    }

    /** The same file again, which must not have been replaced. */
    private FileChannel opened() throws IOException {
        var now = attributes(file);
        if (!Objects.equals(now.fileKey(), attributes.fileKey()) || now.size() != attributes.size()
            || !now.lastModifiedTime().equals(attributes.lastModifiedTime())) {
            throw new FileException("cannot read " + file + ": an interrupted thread closed it, and it was replaced since"
                + "\n  try:   opening it again");
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }
}
